// Which tolerances a profile refuses, and that the configuration's schema knows each of them by its name.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { assertTolerated, DEFAULT_PROFILE, profileOf } from '../../src/scim/profile';
import { REFUSABLE_TOLERANCES, toleranceRow } from '../../src/scim/tolerance';

describe('profileOf', () => {
  it('puts up with everything by default, and claims no conformance', () => {
    expect(DEFAULT_PROFILE.refused.size).toBe(0);
    expect(DEFAULT_PROFILE.isConformant).toBe(false);
  });

  it('refuses under strict what the table says, and is conformant then', () => {
    const strict = profileOf('strict');
    const expected = REFUSABLE_TOLERANCES.filter((name) => toleranceRow(name).strict === 'refuse');
    expect([...strict.refused].toSorted()).toEqual([...expected].toSorted());
    expect(strict.isConformant).toBe(true);
  });

  it.each(['path-less', 'unknown-ignored', 'plain-json'])(
    'is conformant no more once %s is allowed',
    (name) => {
      expect(profileOf('strict', { [name]: 'allow' }).isConformant).toBe(false);
    },
  );

  it('stays conformant when more is refused than it has to be', () => {
    expect(profileOf('strict', { 'null-unassigns': 'refuse' }).isConformant).toBe(true);
  });

  it.each(['read-only-ignored', 'nested-member-kept', 'no-such-thing'])(
    'takes no switch named %s',
    (name) => {
      expect(() => profileOf('default', { [name]: 'refuse' })).toThrow(name);
    },
  );
});

describe('assertTolerated', () => {
  it.each(REFUSABLE_TOLERANCES)('says of %s what it is about, what would do, and its name', (tolerance) => {
    const refusing = profileOf('default', { [tolerance]: 'refuse' });
    expect(() => {
      assertTolerated(refusing, tolerance, 'here');
    }).toThrow(new RegExp(`^here: .{8,} \\(this connection refuses the tolerance "${tolerance}"\\)$`));
    expect(() => {
      assertTolerated(DEFAULT_PROFILE, tolerance, 'here');
    }).not.toThrow();
  });
});

describe('gateway-config.schema.json', () => {
  it('has a switch for every tolerance that may be refused, each described, and no other', () => {
    const text = readFileSync(join(__dirname, '../../schemas/gateway-config.schema.json'), 'utf8');
    const schema = JSON.parse(text) as {
      definitions: {
        connection: { properties: { tolerances: { properties: Record<string, { description: string }> } } };
      };
    };
    const switches = schema.definitions.connection.properties.tolerances.properties;
    expect(Object.keys(switches).toSorted()).toEqual([...REFUSABLE_TOLERANCES].toSorted());
    for (const { description } of Object.values(switches)) expect(description).toMatch(/^.{10,}\.$/);
  });
});
