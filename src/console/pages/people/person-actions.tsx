// What can be done to a person by hand: each says before what will happen, takes a reason, and can be taken back.

import type { ReactElement } from 'react';
import { ActionPreview } from '../../parts/action-preview';
import { CleanUpAction } from '../../parts/clean-up-action';
import { ReasonedAction } from '../../parts/reasoned-action';
import { useDo, type AnswerName } from '../../shell/api';
import { useMay } from '../../shell/signed-in';
import { nameOf, type Person } from './person';

type WholeAction = Extract<
  AnswerName,
  'people.disable' | 'people.enable' | 'people.approveReturn' | 'people.withdrawReturn'
>;

export function PersonActions({ person }: { readonly person: Person }): ReactElement | null {
  const name = nameOf(person);
  const { status } = person.signIn;
  if (!useMay('operator')) return null;
  return (
    <>
      {status === 'enabled' && (
        <Whole of={person} name="people.disable" label="Disable" question={`Disable ${name}?`} />
      )}
      {status === 'disabled' && (
        <Whole of={person} name="people.enable" label="Enable" question={`Enable ${name}?`} />
      )}
      {status === 'deleted' && person.returnApprovedUntil === null && (
        <Whole
          of={person}
          name="people.approveReturn"
          label="Approve a return"
          question={`Let ${name} come back as the same iManage user?`}
        />
      )}
      {status === 'deleted' && person.returnApprovedUntil !== null && (
        <Whole
          of={person}
          name="people.withdrawReturn"
          label="Withdraw the approval"
          question={`Withdraw the approval for ${name} to come back?`}
        />
      )}
      {person.residue !== null &&
        (person.residue.groups.length > 0 || person.residue.libraries.length > 0) && (
          <CleanUpAction
            label="Clean up"
            question={`Clean up what is left of ${name}?`}
            of={{ people: [person.id] }}
          />
        )}
    </>
  );
}

interface WholeProps {
  readonly of: Person;
  readonly name: WholeAction;
  readonly label: string;
  readonly question: string;
}

function Whole({ of: { id }, name, label, question }: WholeProps): ReactElement {
  const action = useDo(name);
  return (
    <ReasonedAction
      label={label}
      question={question}
      button={{ size: 'sm' }}
      act={async (reason) => {
        const { done, warnings } = await action.mutateAsync({ person: id, reason });
        return [...done, ...warnings].join(' ');
      }}
    >
      <ActionPreview name={name} input={{ person: id }} />
    </ReasonedAction>
  );
}
