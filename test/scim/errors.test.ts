// From the directory's refusals to SCIM errors (RFC 7644 §3.12): one table, and a bug that says nothing.

import { DirectoryFailure, type FailureCode } from '../../src/directory/failure';
import { asScimFailure, internalError, unavailable } from '../../src/scim/errors';
import { ScimFailure } from '../../src/scim/failure';

describe('asScimFailure', () => {
  it.each<[FailureCode, number, string | undefined]>([
    ['invalidValue', 400, 'invalidValue'],
    ['mutability', 400, 'mutability'],
    ['uniqueness', 409, 'uniqueness'],
    ['forbidden', 403, undefined],
    ['notFound', 404, undefined],
    ['tooLarge', 413, undefined],
    ['held', 429, undefined],
    ['busy', 503, undefined],
    ['unavailable', 503, undefined],
  ])('answers %s with %i and scimType %s, in the words of the directory', (code, status, scimType) => {
    const failure = asScimFailure(new DirectoryFailure(code, 'what and why'));
    expect(failure).toMatchObject({ status, scimType, detail: 'what and why' });
    expect(failure?.headers['Retry-After']).toEqual(
      status === 503 || status === 429 ? expect.stringMatching(/^[1-9]\d*$/) : undefined,
    );
  });

  it('lets a SCIM failure pass and knows nothing of anything else', () => {
    const failure = new ScimFailure(418, undefined, 'short and stout');
    expect(asScimFailure(failure)).toBe(failure);
    for (const bug of [new TypeError('x is not a function'), 'text', undefined, { status: 200 }]) {
      expect(asScimFailure(bug)).toBeUndefined();
    }
  });
});

describe('the error body', () => {
  it('has its status as a string, and a scimType only where there is one', () => {
    expect(JSON.parse(JSON.stringify(new ScimFailure(400, 'invalidPath', 'why')))).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '400',
      scimType: 'invalidPath',
      detail: 'why',
    });
    expect(JSON.parse(JSON.stringify(unavailable()))).not.toHaveProperty('scimType');
  });

  it('of a bug names the request and nothing else', () => {
    expect(internalError('r-1')).toMatchObject({
      status: 500,
      detail: expect.stringContaining('r-1') as string,
    });
  });
});
