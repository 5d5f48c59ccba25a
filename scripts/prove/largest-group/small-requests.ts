// Owns the small requests that a process has served when a large one comes: people created and read, many at the same time.
import type { StreamedAnswer, Target } from './exchange';

const PEOPLE_MAX = 2_000;
const AT_ONCE = 16;

/** Resolves with the worst status as one answer: 201 where each person was created and read. */
export async function smallRequests(target: Target, size: number): Promise<StreamedAnswer> {
  const since = performance.now();
  const count = Math.min(PEOPLE_MAX, Math.ceil(size / 50));
  let [next, status, start, bytes] = [0, 0, '', 0];
  const client = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const created = await small(target, '', { userName: `served-${index}` });
      const { id = '' } = JSON.parse(created.text) as { readonly id?: string };
      for (const answer of [created, await small(target, `/${id}`)]) {
        bytes += answer.text.length;
        if (answer.status > status) [status, start] = [answer.status, answer.text];
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return { status, bytes, members: 0, start, ms: performance.now() - since };
}

async function small(
  { baseUrl, token }: Target,
  place: string,
  person?: { readonly userName: string },
): Promise<{ readonly status: number; readonly text: string }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
  const sent = person && { method: 'POST', body: JSON.stringify({ schemas, ...person }) };
  const answer = await fetch(`${baseUrl}/Users${place}`, { headers, ...sent });
  return { status: answer.status, text: await answer.text() };
}
