// Cleans up what is left of the leavers who were chosen, or of all of them, and takes the last clean-up back.

import { Alert, Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { CleanUpAction } from '../../parts/clean-up-action';
import { useFilters } from '../../parts/filters';
import { UndoAction } from '../../parts/undo-action';

interface CleanUpsProps {
  readonly chosen: readonly string[];
  readonly onDone: () => void;
}

export function CleanUps({ chosen, onDone }: CleanUpsProps): ReactElement {
  const { values, set } = useFilters(['run']);
  const done = (run: string): void => {
    set({ run });
    onDone();
  };
  return (
    <>
      <Group mb="md">
        <CleanUpAction
          label={`Clean up chosen (${chosen.length})`}
          question={`Clean up what is left of ${chosen.length === 1 ? 'one person' : `${chosen.length} people`}?`}
          of={{ people: [...chosen] }}
          isOff={chosen.length === 0}
          onDone={done}
        />
        <CleanUpAction
          label="Clean up everybody"
          question="Clean up what is left of everybody?"
          of={{ everybody: true }}
          onDone={done}
        />
      </Group>
      {values.run !== undefined && (
        <Alert color="green" mb="md" role="status" title="Cleaned up">
          <Group>
            <Text>It can be taken back as a whole: {values.run}</Text>
            <UndoAction
              run={values.run}
              fullLabel="Undo this clean-up"
              question="Take this clean-up back?"
              onUndone={() => {
                set({ run: '' });
              }}
            />
          </Group>
        </Alert>
      )}
    </>
  );
}
