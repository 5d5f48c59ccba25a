import fc from 'fast-check';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig, type ParsedConfig } from '../../src/config/parse';

const TOKEN = 'scim-token-of-at-least-32-characters';
const URN = 'urn:firm:2.0:Matter';
const SECOND = 'urn:firm:2.0:User';

function parse(file: object, files: Readonly<Record<string, string>> = {}): ParsedConfig {
  const texts: Readonly<Record<string, string>> = { '/gateway.json': JSON.stringify(file), ...files };
  return parseConfig(
    { GATEWAY_CONFIG: '/gateway.json', SCIM_BEARER_TOKEN: TOKEN, ADMIN_TOKEN: `${TOKEN}x` },
    (path) => {
      const text = texts[path];
      if (text === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
      return text;
    },
  );
}

/** One schema with these attributes, a type that has it, and `parts` on top. */
function firm(attributes: readonly object[], parts: object = {}): object {
  return {
    customers: [
      {
        id: 'default',
        schemas: [{ id: URN, attributes }],
        resourceTypes: [{ name: 'Matter', endpoint: '/Matters', schema: URN }],
        ...parts,
      },
    ],
  };
}

function faults(file: object, files?: Readonly<Record<string, string>>): readonly string[] {
  const parsed = parse(file, files);
  return parsed.ok ? [] : parsed.faults.map((fault) => fault.replace('GATEWAY_CONFIG: customers[0].', ''));
}

const NUMBER = { name: 'number' };
const complex = (...subAttributes: readonly object[]): object => ({
  name: 'lead',
  type: 'complex',
  subAttributes,
});
const withSchemas = (...schemas: readonly object[]): object => firm([], { schemas });
const withTypes = (...resourceTypes: readonly object[]): object => firm([NUMBER], { resourceTypes });
const TYPE = { name: 'Matter', endpoint: '/Matters', schema: URN };

describe('parseConfig on own schemas', () => {
  it('fills in the defaults of RFC 7643 §2.2, §6 and §7', () => {
    const parsed = parse(
      firm([NUMBER, complex({ name: '$ref', type: 'reference' }), { name: 'pin', mutability: 'writeOnly' }], {
        extensions: { User: [{ schema: URN.toUpperCase() }] },
      }),
    );
    if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
    const { own } = parsed.config.customers[0] ?? {};
    const number = {
      name: 'number',
      type: 'string',
      multiValued: false,
      description: 'number',
      required: false,
      caseExact: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'none',
    };
    expect(own?.schemas[0]).toMatchObject({ id: URN, name: 'Matter', description: 'Matter' });
    expect(own?.schemas[0]?.attributes).toEqual([
      number,
      {
        ...number,
        name: 'lead',
        description: 'lead',
        type: 'complex',
        subAttributes: [
          {
            ...number,
            ...{ name: '$ref', description: '$ref', type: 'reference' },
            ...{ caseExact: true, referenceTypes: ['uri'] },
          },
        ],
      },
      { ...number, name: 'pin', description: 'pin', mutability: 'writeOnly', returned: 'never' },
    ]);
    expect(own?.resourceTypes[0]).toMatchObject({ id: 'Matter', schemaExtensions: [] });
    expect(own?.extensions).toEqual({ User: [{ schema: URN, required: false }], Group: [] });
  });

  it('takes what /Schemas and /ResourceTypes answer, and a schema in a file of its own', () => {
    const schema = { schemas: ['urn:x'], id: URN, name: 'M', attributes: [NUMBER], meta: { location: 'x' } };
    const type = { ...TYPE, schemas: ['urn:x'], id: 'Matter', description: '', meta: {} };
    const file = { customers: [{ id: 'default', schemas: [{ file: '/m.json' }], resourceTypes: [type] }] };
    expect(faults(file, { '/m.json': JSON.stringify(schema) })).toEqual([]);
  });

  it('takes the example of the repository, and leaves out what nobody has', () => {
    const examples = join(__dirname, '../../examples');
    const read = (name: string): string => readFileSync(join(examples, name), 'utf8');
    const parsed = parseConfig(
      { GATEWAY_CONFIG: 'examples/own-schemas.json', SCIM_BEARER_TOKEN: TOKEN },
      (path) => read(path.replace('examples/', '')),
    );
    expect(parsed).toMatchObject({ ok: true });
    expect(parse({ customers: [{ id: 'default' }] })).toMatchObject({ ok: true });
    const plain = parse({ customers: [{ id: 'default' }] });
    expect(plain.ok && plain.config.customers[0]).not.toHaveProperty('own');
  });

  it.each<readonly [string, object, string | RegExp]>([
    [
      'an unknown type',
      firm([NUMBER, { name: 'a', type: 'text' }]),
      'schemas[0].attributes[1].type is "text"; possible values: "string", "boolean", "decimal", "integer"',
    ],
    [
      'an unknown member',
      firm([{ name: 'a', caseexact: true }]),
      'attributes[0] has the unknown key "caseexact"; did you mean "caseExact"',
    ],
    ['a missing name', firm([{ type: 'string' }]), 'schemas[0].attributes[0] lacks "name"'],
    ['a name with a dollar', firm([{ name: 'a$b' }]), 'attributes[0].name is "a$b"'],
    ['$ref outside a complex attribute', firm([{ name: '$ref' }]), 'attributes[0].name is "$ref"'],
    [
      'a common attribute',
      firm([{ name: 'ExternalId' }]),
      'attributes[0].name is "ExternalId", which every resource has',
    ],
    ['a prototype-like name', firm([{ name: 'constructor' }]), 'attributes[0].name is "constructor"'],
    ['__proto__', firm([JSON.parse('{"name":"__proto__"}') as object]), 'attributes[0].name is "__proto__"'],
    [
      'a name twice',
      firm([NUMBER, { name: 'NUMBER' }]),
      'attributes[1].name is "NUMBER", which customers[0].schemas[0].attributes[0] has',
    ],
    [
      'a sub-attribute twice',
      firm([complex({ name: 'a' }, { name: 'A' })]),
      'subAttributes[1].name is "A", which',
    ],
    [
      'complex without sub-attributes',
      firm([{ name: 'a', type: 'complex' }]),
      'attributes[0].subAttributes is missing or empty',
    ],
    [
      'sub-attributes of a text',
      firm([{ name: 'a', subAttributes: [NUMBER] }]),
      'attributes[0].subAttributes stands at an attribute of type "string"',
    ],
    [
      'complex in complex',
      firm([complex({ name: 'b', type: 'complex', subAttributes: [NUMBER] })]),
      'attributes[0].subAttributes[0].type makes it complex',
    ],
    [
      'a sub-attribute of a sub-attribute',
      firm([complex({ name: 'b', subAttributes: [NUMBER] })]),
      'subAttributes[0].subAttributes makes it complex',
    ],
    [
      'required and readOnly',
      firm([{ name: 'a', required: true, mutability: 'readOnly' }]),
      'attributes[0].required is true, but nobody can send',
    ],
    [
      'readOnly and never returned',
      firm([{ name: 'a', returned: 'never', mutability: 'readOnly' }]),
      'attributes[0].returned is "never"',
    ],
    [
      'writeOnly and returned',
      firm([{ name: 'a', returned: 'default', mutability: 'writeOnly' }]),
      'attributes[0].returned is "default"',
    ],
    [
      'unique and never returned',
      firm([{ name: 'a', returned: 'never', uniqueness: 'server' }]),
      'attributes[0].uniqueness must be "none"',
    ],
    [
      'a unique boolean',
      firm([{ name: 'a', type: 'boolean', uniqueness: 'server' }]),
      'attributes[0].uniqueness must be "none"',
    ],
    [
      'canonical values that are no texts',
      firm([{ name: 'a', canonicalValues: [1] }]),
      'attributes[0].canonicalValues[0] is a number',
    ],
    [
      'canonical values of a number',
      firm([{ name: 'a', type: 'integer', canonicalValues: ['1'] }]),
      'attributes[0].canonicalValues stands at',
    ],
    [
      'a reference to an unknown type',
      firm([{ name: 'a', type: 'reference', referenceTypes: ['Mater'] }]),
      /referenceTypes names "Mater".*User.*Matter/,
    ],
    [
      'referenceTypes of a text',
      firm([{ name: 'a', referenceTypes: ['User'] }]),
      'attributes[0].referenceTypes stands at',
    ],
    ['no attributes', firm([]), 'schemas[0].attributes is empty'],
    [
      'an id that is no URN',
      withSchemas({ id: 'firm:Matter', attributes: [NUMBER] }),
      'schemas[0].id is "firm:Matter", which does not fit',
    ],
    [
      'a URN of the gateway',
      withSchemas({ id: 'urn:ietf:params:SCIM:schemas:core:2.0:User', attributes: [NUMBER] }),
      'which the gateway has already',
    ],
    [
      'a URN of a message',
      withSchemas({ id: 'urn:ietf:params:scim:api:messages:2.0:Mine', attributes: [NUMBER] }),
      'which names a message',
    ],
    [
      'a URN twice',
      withSchemas({ id: URN, attributes: [NUMBER] }, { id: URN.toUpperCase(), attributes: [NUMBER] }),
      'schemas[1].id is "URN:FIRM:2.0:MATTER", which',
    ],
    [
      'a URN within a URN',
      withSchemas({ id: URN, attributes: [NUMBER] }, { id: `${URN}:Sub`, attributes: [NUMBER] }),
      'schemas[1].id is "urn:firm:2.0:Matter:Sub", which cannot be told',
    ],
    [
      'a URN that differs in a dot',
      withSchemas({ id: URN, attributes: [NUMBER] }, { id: 'urn:firm:2_0:Matter', attributes: [NUMBER] }),
      'schemas[1].id is "urn:firm:2_0:Matter", which differs',
    ],
    [
      'a built-in type',
      withTypes({ ...TYPE, name: 'User' }),
      'resourceTypes[0].name is "User", which the gateway has already; extend it by customers[0].extensions.User',
    ],
    [
      'a reserved type',
      withTypes({ ...TYPE, name: 'customer' }),
      'resourceTypes[0].name is "customer", which the gateway has already; take',
    ],
    [
      'a prototype-like type',
      withTypes({ ...TYPE, name: 'Constructor' }),
      'resourceTypes[0].name is "Constructor", which the gateway has already; take',
    ],
    [
      'a reserved endpoint',
      withTypes({ ...TYPE, endpoint: '/users' }),
      'resourceTypes[0].endpoint is "/users"',
    ],
    [
      '/.search as an endpoint',
      withTypes({ ...TYPE, endpoint: '/.search' }),
      'resourceTypes[0].endpoint is "/.search", which does not fit',
    ],
    [
      'an endpoint of two steps',
      withTypes({ ...TYPE, endpoint: '/a/b' }),
      'resourceTypes[0].endpoint is "/a/b", which does not fit',
    ],
    [
      'an endpoint twice',
      withTypes(TYPE, { ...TYPE, name: 'Other', endpoint: '/matters' }),
      'resourceTypes[1].endpoint is "/matters", which',
    ],
    [
      'a type twice',
      withTypes(TYPE, { ...TYPE, name: 'MATTER', endpoint: '/Other' }),
      'resourceTypes[1].name is "MATTER", which',
    ],
    [
      'a type of an unknown schema',
      withTypes({ ...TYPE, schema: 'urn:firm:x' }),
      'resourceTypes[0].schema is "urn:firm:x"; the schemas of this customer are "urn:firm:2.0:Matter"',
    ],
    [
      'an unknown extension',
      withTypes({ ...TYPE, schemaExtensions: [{ schema: 'urn:firm:x' }] }),
      'resourceTypes[0].schemaExtensions[0].schema is "urn:firm:x"; the schemas',
    ],
    [
      'a type that extends itself',
      withTypes({ ...TYPE, schemaExtensions: [{ schema: URN }] }),
      'it is the schema of Matter itself',
    ],
    [
      'an extension twice',
      firm([NUMBER], { extensions: { User: [{ schema: URN }, { schema: URN }] } }),
      'extensions.User[1].schema is',
    ],
    [
      'an extension of the gateway',
      firm([NUMBER], {
        extensions: { User: [{ schema: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User' }] },
      }),
      'a schema of the gateway stands where it belongs',
    ],
    [
      'an extension of an unknown type',
      firm([NUMBER], { extensions: { Role: [] } }),
      'extensions has the unknown key "Role"',
    ],
    [
      'an extension with a core attribute',
      firm([{ name: 'username' }], { extensions: { User: [{ schema: URN }] } }),
      'schemas[0].attributes[0].name is "username", an attribute of User itself, which customers[0].extensions.User[0] extends',
    ],
    [
      'a required extension of which nothing can be sent',
      firm([{ name: 'a', mutability: 'readOnly' }], {
        extensions: { User: [{ schema: URN, required: true }] },
      }),
      'extensions.User[0].required is true, but every attribute',
    ],
    ['schemas that are no list', firm([], { schemas: {} }), 'schemas is an object'],
  ])('refuses %s at its place', (_what, file, fault) => {
    const told = faults(file);
    expect(told.join('\n')).toEqual(
      typeof fault === 'string' ? expect.stringContaining(fault) : expect.stringMatching(fault),
    );
  });

  it('never throws, whatever stands where its own schemas should', () => {
    const seed = randomInt(2 ** 31);
    console.info(`own-schemas seed ${seed}`);
    const words = [
      URN,
      SECOND,
      'User',
      'complex',
      'string',
      'readOnly',
      'never',
      '$ref',
      '/Matters',
      '/f',
      '',
    ];
    const keys = ['id', 'name', 'attributes', 'subAttributes', 'type', 'schema', 'schemaExtensions', 'file'];
    const more = [
      'endpoint',
      'referenceTypes',
      'canonicalValues',
      'required',
      'uniqueness',
      'User',
      '__proto__',
    ];
    const { junk } = fc.letrec((tie) => ({
      junk: fc.oneof(
        { depthSize: 'large' },
        fc.oneof(fc.constantFrom(...words), fc.boolean(), fc.integer(), fc.constant(null)),
        fc.array(tie('junk'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys, ...more), tie('junk'), { maxKeys: 6 }),
      ),
    }));
    const list = fc.array(junk, { maxLength: 3 });
    fc.assert(
      fc.property(list, list, junk, junk, (schemas, resourceTypes, extensions, content) => {
        const file = { customers: [{ id: 'default', schemas, resourceTypes, extensions }] };
        const parsed = parse(file, { '/f': JSON.stringify(content) });
        expect(parsed.ok || parsed.faults.every((fault) => !/[\r\n]/.test(fault))).toBe(true);
      }),
      { seed, numRuns: 300, endOnFailure: true },
    );
  });

  it('tells every fault at once, each in one line', () => {
    const told = faults({
      customers: [
        {
          id: 'default',
          schemas: [
            { id: 'x', attributes: [{ name: 'id' }, { name: 'a', type: 'complex' }] },
            { id: SECOND, attributes: [NUMBER, { name: 'number', returned: 'sometimes' }] },
          ],
          resourceTypes: [{ name: 'Group', endpoint: '/Groups', schema: 'urn:none:x' }],
        },
      ],
    });
    expect(told.length).toBeGreaterThanOrEqual(8);
    expect(told.filter((fault) => fault.includes('\n'))).toEqual([]);
  });

  it('tells a fault in a file by the place where the file is named', () => {
    const file = { customers: [{ id: 'default', schemas: [{ file: '/a.json' }, { file: '/b.json' }] }] };
    const schema = JSON.stringify({ id: URN, attributes: [{ name: 'a', type: 'text' }] });
    expect(faults(file, { '/a.json': schema, '/b.json': '{' })).toEqual([
      expect.stringContaining('schemas[1].file: the file is not JSON'),
      expect.stringContaining('schemas[0].attributes[0].type is "text"'),
    ]);
    expect(faults(file, { '/a.json': schema }).join('\n')).toContain(
      'schemas[1].file: the file cannot be read',
    );
    const again = faults(file, { '/a.json': '{"file":"/a.json"}', '/b.json': schema });
    expect(again.join('\n')).toContain('schemas[0].file: the file names another file');
  });

  it('has a built-in customer beside one with own schemas, whose names are nobody else’s business', () => {
    const own = firm([NUMBER]) as { customers: readonly object[] };
    const second = { ...own.customers[0], id: 'second' };
    expect(faults({ customers: [...own.customers, second] })).toEqual([]);
  });
});
