// What may be nested in a group, and what a refusal says (rule nestedGroups, rule 3.7).

import { newGroup } from '../../src/directory/group';
import type { GroupRecord } from '../../src/directory/group-record';
import { assertMayBring, assertMayNest, withNested, withoutNested } from '../../src/directory/nested-groups';
import { firm, refusalOf, STAMP } from './firm';

const groupOf = (displayName: string, external = false): GroupRecord =>
  newGroup(firm(), { displayName }, { external }, { ...STAMP, id: `id of ${displayName}` });
const flattening = firm({ nestedGroups: 'flatten' });

describe('assertMayNest', () => {
  it('refuses any group where iManage’s own way is kept, and takes none at all', () => {
    const tax = groupOf('Tax');
    expect(
      refusalOf(() => {
        assertMayNest(firm(), groupOf('All'), [tax]);
      }),
    ).toMatchObject({
      code: 'invalidValue',
      message: expect.stringMatching(
        /^members: iManage has no nested groups.*"Tax" \(id of Tax\); send the people/,
      ) as string,
    });
    expect(
      refusalOf(() => {
        assertMayNest(firm(), groupOf('All'), []);
      }),
    ).toBeUndefined();
  });

  it('takes groups where they are flattened, but for the group itself', () => {
    const all = groupOf('All');
    expect(
      refusalOf(() => {
        assertMayNest(flattening, all, [groupOf('Tax')]);
      }),
    ).toBeUndefined();
    expect(
      refusalOf(() => {
        assertMayNest(flattening, all, [groupOf('Tax'), all]);
      }),
    ).toMatchObject({
      code: 'invalidValue',
      message: 'members: group "All" cannot be a member of itself',
    });
  });
});

describe('assertMayBring', () => {
  const people = [
    { id: 'in', external: false },
    { id: 'out', external: true },
  ];

  it('refuses internal people for an external group, naming them and both ways out', () => {
    expect(
      refusalOf(() => {
        assertMayBring(groupOf('Guests', true), people);
      }),
    ).toMatchObject({
      code: 'invalidValue',
      message: expect.stringMatching(
        /^members: group "Guests" .*internal ones: in; keep them out .* or take that group out/,
      ) as string,
    });
  });

  it('takes outsiders into it, and anybody into any other group', () => {
    expect(
      refusalOf(() => {
        assertMayBring(groupOf('Guests', true), people.slice(1));
      }),
    ).toBeUndefined();
    expect(
      refusalOf(() => {
        assertMayBring(groupOf('All'), people);
      }),
    ).toBeUndefined();
  });
});

describe('withNested and withoutNested', () => {
  it('keep the ids in one order, so that the same groups are the same', () => {
    const nested = withNested(groupOf('All'), new Set(['b', 'c', 'a']));
    expect(nested.nestedGroups).toEqual(['a', 'b', 'c']);
    expect(withoutNested(nested, 'b').nestedGroups).toEqual(['a', 'c']);
    expect(withoutNested(nested, 'x').nestedGroups).toEqual(['a', 'b', 'c']);
  });
});
