// Prepares an import: file, columns, preview; and starts it.

import { FileInput, Group, Loader, NativeSelect, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { ReasonedAction } from '../../parts/reasoned-action';
import { Section } from '../../parts/section';
import { Trouble } from '../../parts/trouble';
import { useDo, type Input } from '../../shell/api';
import { ColumnChoices } from './column-choices';
import { useDraft, type Draft, type Preview } from './draft';
import { ImportedRows } from './imported-rows';
import { Sentences } from '../../parts/sentences';

export function NewImport({ onStarted }: { readonly onStarted: (job: string) => void }): ReactElement {
  const draft = useDraft();
  const { preview, failure, input, isAsking } = draft;
  return (
    <>
      <Section
        title="1. What and from where"
        lead="The file is read in your browser and sent to this gateway alone. Nothing is changed before you start."
      >
        <FileChoice draft={draft} />
      </Section>
      <div role="status">{isAsking && <Loader size="sm" aria-label="Looking through the file" />}</div>
      {failure !== null && <Trouble error={failure} />}
      {preview !== undefined && input !== null && (
        <>
          <Section
            title="2. What the columns are"
            lead="Proposed from their headings; choose another where it is wrong."
          >
            <ColumnChoices draft={draft} preview={preview} />
          </Section>
          <Section title="3. What would be done" lead="Looked through row by row; nothing is changed yet.">
            <Foreseen preview={preview} />
            {preview.missing.length === 0 && (
              <Group justify="flex-end" mt="md">
                <Start input={input} draft={draft} preview={preview} onStarted={onStarted} />
              </Group>
            )}
          </Section>
        </>
      )}
    </>
  );
}

const USER_NAMES = [
  { value: '', label: 'As the columns say' },
  { value: 'email', label: 'The e-mail address' },
  { value: 'userId', label: 'The User ID' },
  { value: 'userName', label: 'A column of its own' },
] as const;

function FileChoice({
  draft: { choices, file, choose, chooseFile },
}: {
  readonly draft: Draft;
}): ReactElement {
  return (
    <Stack>
      <Radio.Group
        label="What is in the file"
        value={choices.what}
        onChange={(value) => {
          choose({ what: value === 'groups' ? 'groups' : 'users', columns: {} });
        }}
      >
        <Group mt={4}>
          <Radio value="users" label="Users" />
          <Radio value="groups" label="Groups and their members" />
        </Group>
      </Radio.Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <FileInput
          label="CSV file"
          description={
            file?.encoding == null
              ? 'Its first line names the columns; at most 50,000 rows and 8 MB.'
              : `Read as ${file.encoding}. If letters look wrong in the preview, save it as “CSV UTF-8”.`
          }
          placeholder="Choose a file"
          accept=".csv,.txt,text/csv"
          clearable
          clearButtonProps={{ 'aria-label': 'Take another file' }}
          onChange={chooseFile}
        />
        {choices.what === 'users' && (
          <NativeSelect
            label="Login name (userName)"
            description="What the identity provider calls the person; by it they are found again."
            data={[...USER_NAMES]}
            value={choices.userNameFrom}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              choose({ userNameFrom: USER_NAMES.find(({ value }) => value === chosen)?.value ?? '' });
            }}
          />
        )}
      </SimpleGrid>
    </Stack>
  );
}

function Foreseen({ preview }: { readonly preview: Preview }): ReactElement {
  const { words, missing, created, matched, refused, counts } = preview;
  return (
    <>
      <Sentences sentences={words} />
      {missing.length > 0 ? (
        <Text fw={600} mt="sm">
          Choose above which column is: {missing.join(', ')}.
        </Text>
      ) : (
        <ImportedRows counts={counts} created={created} matched={matched} refused={refused} isForeseen />
      )}
    </>
  );
}

interface StartProps {
  readonly input: Input<'imports.preview'>;
  readonly draft: Draft;
  readonly preview: Preview;
  readonly onStarted: (job: string) => void;
}

function Start({ input, draft, preview, onStarted }: StartProps): ReactElement {
  const start = useDo('imports.start');
  const { created, matched, refused } = preview.counts;
  return (
    <ReasonedAction
      label="Start the import"
      question={`Import ${draft.choices.what} from ${draft.file?.name ?? 'the file'}?`}
      button={{ size: 'sm', variant: 'filled' }}
      act={async (reason) => {
        const job = await start.mutateAsync({ ...input, reason, fileName: draft.file?.name ?? '' });
        onStarted(job.id);
        return job.words;
      }}
    >
      {created.toLocaleString()} would be created, {matched.toLocaleString()} are here already and matched,{' '}
      {refused.toLocaleString()} are left out. It runs in the background; you may close this page, stop it,
      and go on with it later. What is created stays.
    </ReasonedAction>
  );
}
