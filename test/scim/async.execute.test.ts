// Accepted bulk requests whose execution does not come to its end: which are tried again, and which are answered for good.

import { DirectoryFailure } from '../../src/directory/failure';
import type { Customer } from '../../src/directory/customer';
import { executeWrite } from '../../src/scim/async/execute';
import type { BulkJob } from '../../src/scim/bulk/job';
import type { Outcome } from '../../src/scim/bulk/step';
import type { ScimEngine } from '../../src/scim/engine';
import { ScimFailure } from '../../src/scim/failure';
import type { ScimRequest } from '../../src/scim/request';

const OPERATIONS = [
  { method: 'POST', path: '/Users', bulkId: 'one', data: {} },
  { method: 'DELETE', path: '/Users/two' },
];
const REQUEST = {
  actor: { requestId: 'txn' },
  customer: {} as Customer,
  baseUrl: 'https://scim.example/scim/v2',
  body: { Operations: OPERATIONS },
} as unknown as ScimRequest;
const WRITE = { method: 'POST', place: { kind: 'bulk' }, path: '/Bulk', request: REQUEST } as const;

const engineOf = (bulk: () => Partial<BulkJob>): ScimEngine => ({ bulk }) as unknown as ScimEngine;

/** A job of which the second operation ends so. */
function jobOf(second: Pick<Outcome, 'status' | 'failure'>): Partial<BulkJob> {
  const first = { status: 201, failure: undefined };
  return {
    run(observe) {
      for (const [index, outcome] of [first, second].entries()) {
        const done = { requestId: `txn/${index + 1}`, method: 'POST', path: '/Users', at: new Date() };
        observe({ ...done, type: 'User', data: undefined, durationMs: 1, outcome: outcome as Outcome });
      }
      const Operations = [first, second].map(({ status }) => ({ method: 'POST', status: String(status) }));
      return Promise.resolve({ status: 200, headers: {}, body: { Operations } });
    },
  };
}

describe('the execution of an accepted bulk request', () => {
  it('is tried again where the database went away in the middle of it: nobody is told that the rest failed', async () => {
    const away = { status: 503, failure: new ScimFailure(503, undefined, 'away') };
    const cutOff = executeWrite(
      engineOf(() => jobOf(away)),
      WRITE,
      REQUEST,
    );
    await expect(cutOff).rejects.toThrow(DirectoryFailure);
  });

  it('is over where an operation is refused for another reason', async () => {
    const refused = { status: 404, failure: new ScimFailure(404, undefined, 'nobody') };
    const { completions } = await executeWrite(
      engineOf(() => jobOf(refused)),
      WRITE,
      REQUEST,
    );
    expect(completions.map(({ operation }) => operation.status)).toEqual(['201', '404']);
  });

  it('is over, each operation refused, where limits have become tighter: it must not hold up what comes after it', async () => {
    const engine = engineOf(() => {
      throw new ScimFailure(413, undefined, 'too many');
    });
    const { answer, completions } = await executeWrite(engine, WRITE, REQUEST);
    expect(answer.status).toBe(413);
    expect(completions).toMatchObject([
      { txn: 'txn:0', uri: '/Users', operation: { bulkId: 'one', status: '413' } },
      { txn: 'txn:1', uri: '/Users/two', operation: { method: 'DELETE', status: '413' } },
    ]);
  });
});
