import { join } from 'node:path';
import { findAttribute } from '../../../src/scim/schema/attribute-path';
import type { AttributeDefinition } from '../../../src/scim/schema/definitions';
import { publishedTo } from '../../../src/scim/schema/own-published';
import { readPublishedSchemas } from '../../../src/scim/schema/published';
import { compileSchemaMap, typeNamed } from '../../../src/scim/schema/schema-map';

const OWN = 'urn:firm:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const text = (name: string): AttributeDefinition => ({
  name,
  type: 'string',
  multiValued: false,
  description: name,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
});
const everybody = readPublishedSchemas(join(__dirname, '../../../schemas'));
const own = {
  schemas: [
    { schemas: [], id: OWN, name: 'Own', description: '', attributes: [text('department'), text('desk')] },
  ],
  resourceTypes: [],
  extensions: { User: [{ schema: OWN, required: false }] },
};
const published = publishedTo(everybody, [{ id: 'firm', own }]).own.get('firm') ?? everybody;
const user = typeNamed(compileSchemaMap(published), 'User');
const named = (name: string): string | undefined => findAttribute(user, name)?.at(-1)?.path;

describe('findAttribute with an own extension', () => {
  it('leaves a name without URN to the built-in extension that has it, as Entra means it', () => {
    expect(named('department')).toBe(`${ENTERPRISE}:department`);
    expect(named(`${OWN}:department`)).toBe(`${OWN}:department`);
  });

  it('finds a name that the own extension alone has, with and without URN, in any letter case', () => {
    expect(named('DESK')).toBe(`${OWN}:desk`);
    expect(named(`${OWN.toUpperCase()}:Desk`)).toBe(`${OWN}:desk`);
    expect(named(OWN)).toBe(OWN);
    expect(named(`${OWN}:chair`)).toBeUndefined();
  });
});
