// The answer to a bulk request (RFC 7644 §3.7.3): one result for each operation that was processed, in the order of the request.

import type { JsonObject } from '../../directory/json';
import type { Answer } from '../request';
import type { BulkStep, Outcome } from './step';

const BULK_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

/** What was not processed has no outcome, and no result. */
export function bulkAnswer(steps: readonly BulkStep[], outcomes: ReadonlyMap<number, Outcome>): Answer {
  const operations = steps.flatMap(({ name }, index): JsonObject[] => {
    const outcome = outcomes.get(index);
    return outcome === undefined ? [] : [resultOf(name, outcome)];
  });
  return { status: 200, headers: {}, body: { schemas: [BULK_RESPONSE], Operations: operations } };
}

function resultOf(
  { method, bulkId }: BulkStep['name'],
  { status, resource, version, failure }: Outcome,
): JsonObject {
  return {
    ...(resource === undefined ? {} : { location: resource.location }),
    ...(method === undefined ? {} : { method }),
    ...(bulkId === undefined ? {} : { bulkId }),
    ...(version === undefined ? {} : { version }),
    status: String(status),
    ...(failure === undefined ? {} : { response: failure.toJSON() }),
  };
}
