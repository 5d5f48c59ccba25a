// Owns what each live person lacks (imanage-model.md §3.9), reckoned from all live people anew, e-mail addresses first come. Reads no database.
import { breachOf, type Breach } from './breach';
import { objectsIn, textIn, type Json } from './call';
import type { Firm } from './firms';
import { isLive, type Step } from './replay';
import { isUsable } from './rules-users';

/** Of the persons of one world, since when each has the present address, in requests. */
type Since = ReadonlyMap<string, { readonly address: string; readonly step: number }>;

/** By person: the fields that are missing, in the order in which they are answered. */
export type Missing = ReadonlyMap<string, readonly string[]>;

/** What is missing after each request. */
export function missingAfter(steps: readonly Step[]): readonly Missing[] {
  let since: Since = new Map();
  return steps.map(({ after, number }) => {
    since = sinceAfter(since, after.users, number);
    return missingOf(after.users, (id) => since.get(id)?.step ?? 0);
  });
}

/** @param rank the smaller one came first to an address */
export function missingOf(users: ReadonlyMap<string, Json>, rank: (id: string) => number): Missing {
  const live = [...users].filter(([, facts]) => isLive(facts));
  const first = new Map<string, string>();
  for (const [id] of live.toSorted(
    ([left], [right]) => rank(left) - rank(right) || (left < right ? -1 : 1),
  )) {
    const address = addressOf(users.get(id) ?? {});
    if (!first.has(address)) first.set(address, id);
  }
  return new Map(
    live.map(([id, facts]) => {
      const address = addressOf(facts);
      const isReady = isAddress(address) && first.get(address) === id;
      return [id, [...(isUsable(facts['userId']) ? [] : ['userId']), ...(isReady ? [] : ['email'])]];
    }),
  );
}

/** A return takes the address anew. */
function sinceAfter(since: Since, users: ReadonlyMap<string, Json>, step: number): Since {
  const live = [...users].filter(([, facts]) => isLive(facts));
  return new Map(
    live.map(([id, facts]) => {
      const address = addressOf(facts);
      const held = since.get(id);
      return [id, held?.address === address ? held : { address, step }];
    }),
  );
}

/** `emails[primary]`, else `[type eq "work"]`, else the first; as it is compared. */
function addressOf(facts: Json): string {
  const emails = objectsIn(facts['emails']);
  const chosen =
    emails.find(({ primary }) => primary === true) ?? emails.find(({ type }) => type === 'work') ?? emails[0];
  return textIn(chosen?.['value']).toLowerCase();
}

/** Local part, domain name and extension of at most 64 each, 254 in all. */
function isAddress(address: string): boolean {
  const [local = '', domain = '', ...more] = address.split('@');
  const dot = domain.lastIndexOf('.');
  const parts = [local, domain.slice(0, Math.max(dot, 0)), domain.slice(dot + 1)];
  const isWhole = more.length === 0 && dot > 0 && !/\s/.test(address) && address.length <= 254;
  return isWhole && parts.every((part) => part.length >= 1 && part.length <= 64);
}

/** Under strict validation nobody becomes incomplete but by a disable, which is carried always. */
export function strictBreaches(
  firm: Firm,
  steps: readonly Step[],
  missing: readonly Missing[],
): readonly Breach[] {
  if (firm.rules.validation !== 'strict') return [];
  return steps.flatMap(({ number, before, after, events }, index) =>
    events.flatMap(({ resourceId: id }) => {
      const known = isLive(before.users.get(id)) ? (missing[index - 1]?.get(id) ?? []) : [];
      const lacking = (missing[index]?.get(id) ?? []).filter((field) => !known.includes(field));
      const isDisable =
        before.users.get(id)?.['signInEnabled'] === true && after.users.get(id)?.['signInEnabled'] === false;
      return lacking.length === 0 || isDisable
        ? []
        : [breachOf('complete', number)(`under strict validation ${id} lacks ${lacking.join()} now`)];
    }),
  );
}
