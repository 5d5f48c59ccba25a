// Owns the small requests that a process has served when a large one comes: people read and changed, many at the same time.
import type { StreamedAnswer, Target } from './exchange';

const REQUESTS_MAX = 4_000;
const AT_ONCE = 16;

/** A read and a change by turns; resolves with the worst status as one answer. */
export async function smallRequests(target: Target, ids: readonly string[]): Promise<StreamedAnswer> {
  const since = performance.now();
  const count = Math.min(REQUESTS_MAX, Math.ceil(ids.length / 25));
  let [next, status, start, bytes] = [0, 200, '', 0];
  const client = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const answer = await smallRequest(target, ids[index] ?? '', index);
      const text = await answer.text();
      bytes += text.length;
      if (answer.status > status) [status, start] = [answer.status, text];
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return { status, bytes, members: 0, start, ms: performance.now() - since };
}

function smallRequest({ baseUrl, token }: Target, id: string, index: number): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  if (index % 2 === 0) return fetch(`${baseUrl}/Users/${id}`, { headers });
  const operation = { op: 'replace', path: 'displayName', value: `Person ${index}` };
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  const body = JSON.stringify({ schemas, Operations: [operation] });
  return fetch(`${baseUrl}/Users/${id}`, { method: 'PATCH', headers, body });
}
