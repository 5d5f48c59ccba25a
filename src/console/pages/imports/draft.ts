// An import that is being prepared: the file, what its columns are taken for, and what the gateway says that it would do.

import { useState } from 'react';
import { useDo, type Answer, type Input } from '../../shell/api';
import { readFile, type ReadFile } from './file-text';

export type Preview = Answer<'imports.preview'>;
type Kind = Input<'imports.preview'>['what'];
type UserNameFrom = NonNullable<Input<'imports.preview'>['userNameFrom']>;

interface Choices {
  readonly what: Kind;
  /** Field by heading, of the columns that somebody chose otherwise than proposed. */
  readonly columns: Readonly<Record<string, string>>;
  readonly userNameFrom: UserNameFrom | '';
}

export interface Draft {
  readonly choices: Choices;
  readonly file: ReadFile | null;
  readonly preview: Preview | undefined;
  readonly isAsking: boolean;
  /** Why the file cannot be read, or why the gateway cannot say what it would do. */
  readonly failure: unknown;
  /** What is sent when it starts; null while there is no file. */
  readonly input: Input<'imports.preview'> | null;
  readonly chooseFile: (file: File | null) => void;
  readonly choose: (changed: Partial<Choices>) => void;
}

const NOTHING: Choices = { what: 'users', columns: {}, userNameFrom: '' };

export function useDraft(): Draft {
  const [choices, setChoices] = useState(NOTHING);
  const [file, setFile] = useState<ReadFile | null>(null);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const preview = useDo('imports.preview');
  const ask = (of: ReadFile | null, by: Choices): void => {
    if (of === null) preview.reset();
    else preview.mutate(inputOf(of, by));
  };
  const choose = (changed: Partial<Choices>): void => {
    const after = { ...choices, ...changed };
    setChoices(after);
    ask(file, after);
  };
  const take = (read: ReadFile | null, problem: string | null): void => {
    // Another file has other columns.
    const after = { ...choices, columns: {} };
    setChoices(after);
    setFile(read);
    setUnreadable(problem);
    ask(read, after);
  };
  const chooseFile = (chosen: File | null): void => {
    if (chosen === null) {
      take(null, null);
      return;
    }
    readFile(chosen).then(
      (read) => {
        take(read, null);
      },
      (error: unknown) => {
        take(null, error instanceof Error ? error.message : 'The file cannot be read.');
      },
    );
  };
  return {
    choices,
    file,
    preview: preview.data,
    isAsking: preview.isPending,
    failure: unreadable ?? preview.error,
    input: file === null ? null : inputOf(file, choices),
    chooseFile,
    choose,
  };
}

function inputOf({ text }: ReadFile, { what, columns, userNameFrom }: Choices): Input<'imports.preview'> {
  return {
    what,
    csv: text,
    columns: { ...columns },
    ...(userNameFrom === '' || what === 'groups' ? {} : { userNameFrom }),
  };
}
