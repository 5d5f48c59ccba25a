// The search form of a resource: what filters and sorting compare with.

import { searchForm } from '../../../src/scim/schema/search-form';
import { ENTERPRISE, EVERY_TYPE, USER } from '../filter/resource-types';

describe('searchForm', () => {
  it('has comparison keys where letter case does not count, and texts as they are where it does', () => {
    expect(searchForm(USER.attributes, { userName: 'STRASSE', externalId: 'Ext', id: 'Id' })).toEqual({
      userName: 'strasse',
      externalId: 'Ext',
      id: 'Id',
    });
  });

  it('has dates as dates, numbers and booleans as they are, and URNs without dots', () => {
    const every = { hiredAt: '2026-01-31T10:00:00+01:00', level: 3, badge: 'YWI=' };
    expect(searchForm(USER.attributes, { active: false, [EVERY_TYPE]: every })).toEqual({
      active: false,
      [EVERY_TYPE.replaceAll('.', '_')]: {
        hiredAt: new Date('2026-01-31T09:00:00Z'),
        level: 3,
        badge: 'YWI=',
      },
    });
  });

  it('has the primary element first and the others in their order', () => {
    const emails = [{ value: 'A' }, { value: 'B', primary: true }, { value: 'C' }];
    expect(searchForm(USER.attributes, { emails })).toEqual({
      emails: [{ value: 'b', primary: true }, { value: 'a' }, { value: 'c' }],
    });
  });

  it('has nothing of what is empty, unknown, secret or a relation', () => {
    const resource = {
      title: '',
      name: {},
      emails: [],
      password: 'secret',
      groups: [{ value: 'g' }],
      colour: 'green',
      [ENTERPRISE]: { manager: {} },
    };
    expect(searchForm(USER.attributes, resource)).toEqual({});
  });
});
