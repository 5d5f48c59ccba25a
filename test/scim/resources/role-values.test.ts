// Library assignments in `roles[].value`, as Entra's app roles send them.

import { assignmentTexts, withoutSuperseded } from '../../../src/scim/resources/role-values';

describe('assignmentTexts', () => {
  it.each([
    ['ACTIVE:PARTNER', ['ACTIVE:PARTNER']],
    ['ACTIVE:DEFAULT EXTERNAL', ['ACTIVE:DEFAULT EXTERNAL']],
    ['{"id":"1","value":"ACTIVE:PARTNER","displayName":"Partner"}', ['ACTIVE:PARTNER']],
    ['Partner', []],
    ['', []],
    [':PARTNER', []],
    ['ACTIVE:', []],
    ['ACTIVE:A:B', []],
    ['two words:X', []],
    ['urn:example:role', []],
    ['{"value":5}', []],
    ['{"value":', []],
    ['{}', []],
    ['ACTIVE:PARTNER;ARCHIVE:READER', []],
  ])('of the value %j are %j', (value, expected) => {
    expect(assignmentTexts([{ value }])).toEqual(expected);
  });

  it.each([undefined, null, 'ACTIVE:PARTNER', {}, [], [5], [{ display: 'ACTIVE:PARTNER' }]])(
    'of %j are none',
    (roles) => {
      expect(assignmentTexts(roles)).toEqual([]);
    },
  );
});

describe('withoutSuperseded', () => {
  const roles = [
    { value: 'ACTIVE:PARALEGAL' },
    { value: 'Other' },
    { value: 'TAX:READER' },
    { value: 'active:PARTNER' },
  ];

  it('leaves out the values of a library that was placed anew, and keeps the new one and all others', () => {
    expect(withoutSuperseded({ roles }, ['ACTIVE:partner'])).toEqual({
      roles: [{ value: 'Other' }, { value: 'TAX:READER' }, { value: 'active:PARTNER' }],
    });
  });

  it('leaves everything where nothing was added', () => {
    expect(withoutSuperseded({ roles }, [])).toEqual({ roles });
    expect(withoutSuperseded({ userName: 'ada' }, ['ACTIVE:PARTNER'])).toEqual({ userName: 'ada' });
  });
});
