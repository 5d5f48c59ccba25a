// Holds what an import answered, and what is in the directory after it, against what the list was made of. Must not start anything.
import type { ScimClient } from '../scim-client';
import type { CliEnd } from '../cli-process';
import type { UserList } from './user-list';

interface Row {
  readonly line: number;
  readonly id: string;
  readonly outcome: 'new' | 'matched' | 'refused';
  readonly detail: string;
}

export interface Expected {
  readonly list: UserList;
  readonly rows: number;
  /** What became of the good rows. */
  readonly good: 'new' | 'matched' | 'either';
}

/** Of a run with --json that went through. */
export function outcomeFaults(run: CliEnd, { list, rows, good }: Expected): readonly string[] {
  if (run.code !== 0) return [`exit code ${String(run.code)}: ${run.remarks}`];
  const outcomes = JSON.parse(run.results) as readonly Row[];
  const wrong = outcomes.flatMap(({ line, outcome, detail }) => {
    const reason = list.expected.get(line);
    if (reason !== undefined && (outcome !== 'refused' || !reason.test(detail)))
      return [`line ${line} should be refused with ${String(reason)}, but: ${outcome} ${detail}`];
    const isGood = good === 'either' ? outcome !== 'refused' : outcome === good;
    return reason === undefined && (!isGood || detail !== '') ? [`line ${line}: ${outcome} ${detail}`] : [];
  });
  return outcomes.length === rows
    ? wrong
    : [...wrong, `${outcomes.length} rows were answered for, not ${rows}`];
}

/** The refused rows as a file: one line each, with its number, its reason and the row itself. */
export function refusedFileFaults(text: string, { expected }: UserList): readonly string[] {
  const [headings = '', ...lines] = text.trimEnd().split('\r\n');
  const numbers = lines.map((line) => Number(/^\d+/.exec(line)?.[0]));
  return [
    ...(headings.startsWith('\ufeffLine,Refused because,User ID,') ? [] : [`headings: ${headings}`]),
    ...(numbers.join() === [...expected.keys()].join()
      ? []
      : [`refused lines in the file: ${numbers.join()}`]),
  ];
}

/** What the identity provider's first query finds: by userName in any case, by e-mail address, with the status of the list. */
export async function matchFaults(
  client: ScimClient,
  indexes: readonly number[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const index of indexes) {
    const email = `Person${index}@firm.example`;
    for (const filter of [`userName eq "${email}"`, `emails.value eq "${email}"`]) {
      const { body } = await client.send('GET', `/Users?filter=${encodeURIComponent(filter)}`);
      const { Resources } = body as { readonly Resources?: readonly { readonly active: boolean }[] };
      const [found, ...others] = Resources ?? [];
      if (found === undefined || others.length > 0 || found.active !== (index % 5 !== 0))
        faults.push(`${filter} finds ${JSON.stringify(Resources)}`);
    }
  }
  return faults;
}
