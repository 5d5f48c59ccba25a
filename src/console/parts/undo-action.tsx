// Takes back an action on a person or a whole clean-up, after a preview and with a reason.

import type { ReactElement } from 'react';
import { useDo } from '../shell/api';
import { UndoPreview } from './action-preview';
import { ReasonedAction } from './reasoned-action';

type UndoActionProps = ({ readonly event: string } | { readonly run: string }) & {
  readonly question: string;
  /** What is undone, beginning with "Undo". */
  readonly fullLabel: string;
  readonly onUndone?: () => void;
};

export function UndoAction({ question, fullLabel, onUndone, ...of }: UndoActionProps): ReactElement {
  const undo = useDo('people.undo');
  return (
    <ReasonedAction
      label="Undo"
      fullLabel={fullLabel}
      question={question}
      act={async (reason) => {
        const { done, skipped } = await undo.mutateAsync({ ...of, reason });
        onUndone?.();
        return [...done, ...skipped].join(' ');
      }}
    >
      <UndoPreview input={of} />
    </ReasonedAction>
  );
}
