/** What a customer's own resource types and extensions must agree in (RFC 7643 §6). Knows no attribute but by name. */
import {
  BUILT_IN_TYPES,
  BUILT_IN_URNS,
  coreAttributesOf,
  PROTOTYPE_NAMES,
  RESERVED_ENDPOINTS,
  RESERVED_TYPE_NAMES,
} from './built-in-schemas';
import { fieldOf, listOf, textOf, type Place } from './document';
import { quote, type Report } from './faults';
import { checkUnique } from './uniqueness';

/** The built-in types that take extensions of a customer. */
export const EXTENSIBLE_TYPES = ['User', 'Group'] as const;

export function checkOwnTypes(customer: Place, report: Report): void {
  const types = listOf(customer, 'resourceTypes');
  for (const member of ['name', 'id', 'endpoint']) checkUnique(types, member, report);
  for (const type of types) checkType(type, customer, report);
  const extensions = { path: `${customer.path}.extensions`, value: fieldOf(customer.value, 'extensions') };
  for (const name of EXTENSIBLE_TYPES)
    checkExtensions(listOf(extensions, name), { customer, ...coreOf(name) }, report);
}

function checkType({ path, value }: Place, customer: Place, report: Report): void {
  const [name, id] = [textOf(value, 'name'), textOf(value, 'id')];
  const [endpoint, schema] = [textOf(value, 'endpoint'), textOf(value, 'schema')];
  const say = (member: string, fault: string): void => {
    report(`GATEWAY_CONFIG: ${path}.${member} ${fault}`);
  };
  for (const [member, text] of [
    ['name', name],
    ['id', id],
  ] as const) {
    const lower = text?.toLowerCase() ?? '';
    if (text === undefined || !(RESERVED_TYPE_NAMES.has(lower) || PROTOTYPE_NAMES.has(lower))) continue;
    const isExtensible = EXTENSIBLE_TYPES.some((type) => type === text);
    const instead = isExtensible ? `extend it by ${customer.path}.extensions.${text}` : 'take another one';
    say(member, `is ${quote(text)}, which the gateway has already; ${instead}.`);
  }
  if (endpoint !== undefined && RESERVED_ENDPOINTS.has(endpoint.toLowerCase()))
    say('endpoint', `is ${quote(endpoint)}, which the gateway has already; take another one.`);
  if (schema !== undefined && schemaNamed(customer, schema) === undefined)
    say('schema', `is ${quote(schema)}; ${knownSchemas(customer)}`);
  const attributes = schema === undefined ? undefined : schemaNamed(customer, schema);
  const core = { urn: schema, type: name ?? '', names: attributes === undefined ? [] : namesIn(attributes) };
  checkExtensions(listOf({ path, value }, 'schemaExtensions'), { customer, ...core }, report);
}

/** What extensions are added to. */
interface Extended {
  readonly customer: Place;
  readonly type: string;
  /** Of the core schema. */
  readonly urn: string | undefined;
  /** The core attributes, in lower case. */
  readonly names: Iterable<string>;
}

function coreOf(type: string): Omit<Extended, 'customer'> {
  const urn = BUILT_IN_TYPES.find(({ name }) => name === type)?.schema;
  return { type, urn, names: coreAttributesOf(type) };
}

function checkExtensions(extensions: readonly Place[], extended: Extended, report: Report): void {
  checkUnique(extensions, 'schema', report);
  for (const extension of extensions) checkExtension(extension, extended, report);
}

function checkExtension(
  { path, value }: Place,
  { customer, type, urn, names }: Extended,
  report: Report,
): void {
  const wanted = textOf(value, 'schema');
  if (wanted === undefined) return;
  const schema = schemaNamed(customer, wanted);
  if (schema === undefined || wanted.toLowerCase() === urn?.toLowerCase()) {
    const isBuiltIn = BUILT_IN_URNS.some((built) => built.toLowerCase() === wanted.toLowerCase());
    const why = isBuiltIn ? 'a schema of the gateway stands where it belongs' : knownSchemas(customer);
    const what = schema === undefined ? why : `it is the schema of ${type} itself`;
    report(`GATEWAY_CONFIG: ${path}.schema is ${quote(wanted)}; ${what}`);
    return;
  }
  const core = new Set(names);
  for (const attribute of listOf(schema, 'attributes')) {
    const name = textOf(attribute.value, 'name') ?? '';
    if (core.has(name.toLowerCase()))
      report(
        `GATEWAY_CONFIG: ${attribute.path}.name is ${quote(name)}, an attribute of ${type} itself, which ${path} extends; take another one.`,
      );
  }
  if (fieldOf(value, 'required') === true && !listOf(schema, 'attributes').some(isSendable))
    report(`GATEWAY_CONFIG: ${path}.required is true, but every attribute of the schema is readOnly.`);
}

function isSendable({ value }: Place): boolean {
  return textOf(value, 'mutability') !== 'readOnly';
}

function namesIn(schema: Place): readonly string[] {
  return listOf(schema, 'attributes').map(({ value }) => (textOf(value, 'name') ?? '').toLowerCase());
}

/** URNs are compared without letter case (RFC 8141 §3.1, RFC 7643 §2.1). */
function schemaNamed(customer: Place, urn: string): Place | undefined {
  const lower = urn.toLowerCase();
  return listOf(customer, 'schemas').find(({ value }) => textOf(value, 'id')?.toLowerCase() === lower);
}

function knownSchemas(customer: Place): string {
  const urns = listOf(customer, 'schemas').flatMap(({ value }) => textOf(value, 'id') ?? []);
  return urns.length === 0
    ? `${customer.path}.schemas defines none.`
    : `the schemas of this customer are ${urns.map(quote).join(', ')}.`;
}
