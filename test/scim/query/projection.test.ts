// Which attributes an answer carries (RFC 7644 §3.9, RFC 7643 §7 "returned"), on a type with every kind of attribute.

import { resolveProjection } from '../../../src/scim/query/projection';
import type { SchemaDefinition } from '../../../src/scim/schema/definitions';
import { compileSchemaMap } from '../../../src/scim/schema/schema-map';

const attribute = (name: string, more: object = {}): SchemaDefinition['attributes'][number] => ({
  name,
  type: 'string',
  multiValued: false,
  description: 'For tests.',
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...more,
});

const parts = [
  attribute('open'),
  attribute('secret', { returned: 'never' }),
  attribute('asked', { returned: 'request' }),
  attribute('fixed', { returned: 'always' }),
];
const schema = (id: string, attributes: SchemaDefinition['attributes']): SchemaDefinition => ({
  schemas: [],
  id,
  name: id,
  description: 'For tests.',
  attributes,
});
const type = compileSchemaMap({
  schemas: [
    schema('urn:core', [
      ...parts,
      attribute('one', { type: 'complex', subAttributes: parts }),
      attribute('many', { type: 'complex', multiValued: true, subAttributes: parts }),
      attribute('plain', { multiValued: true }),
    ]),
    schema('urn:extra', [...parts, attribute('deep', { type: 'complex', subAttributes: parts })]),
  ],
  resourceTypes: [
    {
      schemas: [],
      id: 'Thing',
      name: 'Thing',
      endpoint: '/Things',
      description: 'For tests.',
      schema: 'urn:core',
      schemaExtensions: [{ schema: 'urn:extra', required: false }],
    },
  ],
}).get('Thing');

const values = { open: 'o', secret: 's', asked: 'a', fixed: 'f' };
const RESOURCE = {
  id: 'x',
  ...values,
  one: values,
  many: [values, { secret: 's' }, { open: 'second' }],
  plain: ['p', 'q'],
  'urn:extra': { ...values, deep: values },
};
const byDefault = { open: 'o', fixed: 'f' };

function projected(query: string): unknown {
  if (type === undefined) throw new Error('the type is compiled above');
  return resolveProjection(type, new URLSearchParams(query)).apply(RESOURCE);
}

describe('resolveProjection', () => {
  it.each<[string, object]>([
    [
      '',
      {
        ...byDefault,
        one: byDefault,
        many: [byDefault, { open: 'second' }],
        plain: ['p', 'q'],
        'urn:extra': { ...byDefault, deep: byDefault },
      },
    ],
    ['attributes=', { fixed: 'f' }],
    ['attributes=open,plain', { open: 'o', fixed: 'f', plain: ['p', 'q'] }],
    ['attributes=asked', { asked: 'a', fixed: 'f' }],
    ['attributes=secret,one.secret', { fixed: 'f', one: { fixed: 'f' } }],
    ['attributes=one', { fixed: 'f', one: byDefault }],
    ['attributes=one.open', { fixed: 'f', one: byDefault }],
    ['attributes=one.asked,ONE.OPEN', { fixed: 'f', one: { ...byDefault, asked: 'a' } }],
    ['attributes=many.open', { fixed: 'f', many: [byDefault, { open: 'second' }] }],
    [
      'attributes=URN:Core',
      { ...byDefault, one: byDefault, many: [byDefault, { open: 'second' }], plain: ['p', 'q'] },
    ],
    ['excludedAttributes=urn:core', { fixed: 'f', 'urn:extra': { ...byDefault, deep: byDefault } }],
    ['attributes= open , urn:core:plain ', { open: 'o', fixed: 'f', plain: ['p', 'q'] }],
    ['attributes=urn:core:one.open', { fixed: 'f', one: byDefault }],
    ['attributes=urn:extra:open', { fixed: 'f', 'urn:extra': byDefault }],
    ['attributes=urn:extra', { fixed: 'f', 'urn:extra': { ...byDefault, deep: byDefault } }],
    [
      'attributes=urn:extra:deep.asked',
      { fixed: 'f', 'urn:extra': { fixed: 'f', deep: { fixed: 'f', asked: 'a' } } },
    ],
    ['excludedAttributes=one,many,urn:extra', { ...byDefault, plain: ['p', 'q'] }],
    [
      'excludedAttributes=open,fixed,plain,one.open,many.open,urn:extra:deep',
      { fixed: 'f', one: { fixed: 'f' }, many: [{ fixed: 'f' }], 'urn:extra': byDefault },
    ],
  ])('%j', (query, expected) => {
    expect(projected(query)).toEqual({ id: 'x', ...expected });
  });

  it('refuses both lists at once, also as empty ones', () => {
    expect(() => projected('attributes=&excludedAttributes=')).toThrow('exclude each other');
  });

  it('says whether anything of an attribute is wanted, so that rows are not read for nothing', () => {
    if (type === undefined) throw new Error('the type is compiled above');
    const includes = (query: string): boolean =>
      resolveProjection(type, new URLSearchParams(query)).includes('many');
    expect(includes('')).toBe(true);
    expect(includes('attributes=many.open')).toBe(true);
    expect(includes('attributes=open')).toBe(false);
    expect(includes('excludedAttributes=MANY')).toBe(false);
    expect(includes('attributes=many.secret')).toBe(true);
    expect(resolveProjection(type, new URLSearchParams()).isDefault).toBe(true);
    expect(resolveProjection(type, new URLSearchParams('excludedAttributes=x')).isDefault).toBe(false);
  });
});

describe('a value filter behind a name', () => {
  const shown = (attributes: string): readonly string[] =>
    Object.keys(projected(new URLSearchParams({ attributes }).toString()) as object);

  it.each(['many[open eq "z"],open', 'many[open eq "a,]\\"[b"],open', 'open,many[open pr'])(
    'is taken off: %s',
    (attributes) => {
      expect(shown(attributes)).toEqual(expect.arrayContaining(['many', 'open']));
      expect(shown(attributes)).not.toContain('plain');
    },
  );

  it('is read in linear time, closed or not', () => {
    const start = performance.now();
    for (const part of ['[', '["', '"', '[\\', '[a""', '[]']) shown(`[${part.repeat(200_000)}`);
    expect(performance.now() - start).toBeLessThan(1_500);
  });
});
