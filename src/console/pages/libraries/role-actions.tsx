// What can be done to a role of a library: add, change, remove.

import { NativeSelect, Switch, Text, Textarea, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { fieldList, fieldText, isFieldOn } from '../../parts/form-fields';
import { ReasonedAction } from '../../parts/reasoned-action';
import { useDo } from '../../shell/api';
import { ACCESS_LEVELS, type Library, type Role } from './catalogue';

export function AddRole({ library }: { readonly library: Library }): ReactElement {
  const add = useDo('catalogue.addRole');
  return (
    <ReasonedAction
      label="Add a role"
      fullLabel={`Add a role to ${library.displayName}`}
      question={`Add a role to ${library.displayName}`}
      needsReason={false}
      act={async (_reason, fields) => {
        const { done } = await add.mutateAsync({
          library: library.id,
          role: fieldText(fields, 'role'),
          external: isFieldOn(fields, 'external'),
          ...changedOf(fields),
        });
        return done;
      }}
    >
      <Text mb="sm">
        The role must exist in this library of iManage already: this tells the gateway of it.
      </Text>
      <TextInput
        name="role"
        label="Name"
        description="As iManage has it, without spaces; it cannot be changed later."
        required
        maxLength={254}
        data-autofocus
      />
      <Switch name="external" label="For external people only" mt="sm" />
      <RoleFields />
    </ReasonedAction>
  );
}

interface RoleActionsProps {
  readonly library: Library;
  readonly role: Role;
}

export function RoleActions({ library, role }: RoleActionsProps): ReactElement {
  return (
    <>
      <ChangeRole library={library} role={role} />
      {!role.builtIn && <RemoveRole library={library} role={role} />}
    </>
  );
}

function ChangeRole({ library, role }: RoleActionsProps): ReactElement {
  const change = useDo('catalogue.changeRole');
  return (
    <ReasonedAction
      label="Change"
      fullLabel={`Change ${role.id} of ${library.displayName}`}
      question={`Change ${role.id} of ${library.displayName}`}
      needsReason={false}
      button={{ size: 'compact-sm' }}
      act={async (_reason, fields) => {
        const changed = changedOf(fields);
        const { done } = await change.mutateAsync({ library: library.id, role: role.id, ...changed });
        return done;
      }}
    >
      <RoleFields role={role} />
    </ReasonedAction>
  );
}

function RemoveRole({ library, role }: RoleActionsProps): ReactElement {
  const remove = useDo('catalogue.removeRole');
  return (
    <ReasonedAction
      label="Remove"
      fullLabel={`Remove ${role.id} from ${library.displayName}`}
      question={`Remove ${role.id} from ${library.displayName}?`}
      button={{ size: 'compact-sm' }}
      act={async (reason) => (await remove.mutateAsync({ library: library.id, role: role.id, reason })).done}
    >
      Identity providers can no longer give this role. Nothing is changed in iManage. A role that somebody
      holds cannot be removed; the gateway then says how many hold it.
    </ReasonedAction>
  );
}

function RoleFields({ role }: { readonly role?: Role }): ReactElement {
  return (
    <>
      <TextInput
        name="description"
        label="Description"
        maxLength={254}
        defaultValue={role?.description ?? ''}
        mt="sm"
      />
      {role?.external !== true && (
        <NativeSelect
          name="controlCenterAccess"
          label="Access to the Control Center"
          description="The administration of iManage; none for external roles."
          data={[...ACCESS_LEVELS]}
          defaultValue={role?.controlCenterAccess ?? 'none'}
          mt="sm"
        />
      )}
      <Textarea
        name="privileges"
        label="Privileges"
        description="What the role grants, one in each line; every other privilege is denied."
        autosize
        minRows={2}
        defaultValue={role?.privileges.join('\n') ?? ''}
        mt="sm"
      />
    </>
  );
}

function changedOf(fields: FormData): Pick<Role, 'description' | 'controlCenterAccess' | 'privileges'> {
  const access = fieldText(fields, 'controlCenterAccess');
  return {
    description: fieldText(fields, 'description'),
    controlCenterAccess: ACCESS_LEVELS.find(({ value }) => value === access)?.value ?? 'none',
    privileges: fieldList(fields, 'privileges'),
  };
}
