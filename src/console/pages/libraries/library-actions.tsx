// What can be done to a library of the catalogue: add, change, make the default, remove.

import { NativeSelect, Switch, Text, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { fieldText, ifSaid, isFieldOn } from '../../parts/form-fields';
import { ReasonedAction } from '../../parts/reasoned-action';
import { useDo } from '../../shell/api';
import { LIBRARY_TYPES, type Library } from './catalogue';

export function AddLibrary(): ReactElement {
  const add = useDo('catalogue.addLibrary');
  return (
    <ReasonedAction
      label="Add a library"
      question="Add a library of iManage"
      needsReason={false}
      button={{ size: 'sm' }}
      act={async (_reason, fields) => {
        const { done } = await add.mutateAsync({
          library: fieldText(fields, 'library'),
          ...ifSaid('displayName', fieldText(fields, 'displayName')),
          type: typeOf(fields),
          hidden: isFieldOn(fields, 'hidden'),
        });
        return done;
      }}
    >
      <Text mb="sm">
        The library must exist in iManage already: this tells the gateway of it. It gets the roles DEFAULT and
        DEFAULT EXTERNAL.
      </Text>
      <TextInput
        name="library"
        label="Id"
        description="As iManage has it; it cannot be changed later."
        required
        maxLength={254}
        data-autofocus
      />
      <LibraryFields />
    </ReasonedAction>
  );
}

export function LibraryActions({ library }: { readonly library: Library }): ReactElement {
  const { id, isDefault, displayName } = library;
  return (
    <>
      <ChangeLibrary library={library} />
      {!isDefault && <MakeDefault id={id} displayName={displayName} />}
      {!isDefault && <RemoveLibrary id={id} displayName={displayName} />}
    </>
  );
}

function ChangeLibrary({ library }: { readonly library: Library }): ReactElement {
  const change = useDo('catalogue.changeLibrary');
  return (
    <ReasonedAction
      label="Change"
      fullLabel={`Change ${library.displayName}`}
      question={`Change ${library.displayName}`}
      needsReason={false}
      act={async (_reason, fields) => {
        const { done } = await change.mutateAsync({
          library: library.id,
          ...ifSaid('displayName', fieldText(fields, 'displayName')),
          type: typeOf(fields),
          hidden: isFieldOn(fields, 'hidden'),
        });
        return done;
      }}
    >
      <LibraryFields library={library} />
    </ReasonedAction>
  );
}

type Named = Pick<Library, 'id' | 'displayName'>;

function MakeDefault({ id, displayName }: Named): ReactElement {
  const setDefault = useDo('catalogue.setDefaultLibrary');
  return (
    <ReasonedAction
      label="Make the default"
      fullLabel={`Make the default: ${displayName}`}
      question={`Make ${displayName} the default library?`}
      needsReason={false}
      act={async () => (await setDefault.mutateAsync({ library: id })).done}
    >
      From now on, new people who are given no preferred library prefer {displayName}. People who are here
      already keep theirs.
    </ReasonedAction>
  );
}

function RemoveLibrary({ id, displayName }: Named): ReactElement {
  const remove = useDo('catalogue.removeLibrary');
  return (
    <ReasonedAction
      label="Remove"
      fullLabel={`Remove ${displayName}`}
      question={`Remove ${displayName} from the catalogue?`}
      act={async (reason) => (await remove.mutateAsync({ library: id, reason })).done}
    >
      Identity providers can no longer give it to anybody. Nothing is changed in iManage. A library that a
      person or a group is in cannot be removed; the gateway then says how many are in it.
    </ReasonedAction>
  );
}

function LibraryFields({ library }: { readonly library?: Library }): ReactElement {
  return (
    <>
      <TextInput
        name="displayName"
        label="Name"
        description="Shown to people; the id where it is empty."
        maxLength={254}
        defaultValue={library?.displayName ?? ''}
        mt="sm"
      />
      <NativeSelect
        name="type"
        label="Kind"
        data={[...LIBRARY_TYPES]}
        defaultValue={library?.type ?? 'worksite'}
        mt="sm"
      />
      <Switch name="hidden" label="Hidden in iManage" defaultChecked={library?.hidden ?? false} mt="sm" />
    </>
  );
}

function typeOf(fields: FormData): Library['type'] {
  return fieldText(fields, 'type') === 'linksite' ? 'linksite' : 'worksite';
}
