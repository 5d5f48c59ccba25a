/** What the attributes of a customer's own schema must agree in (RFC 7643 §2.2, §2.3, §7). Knows of resource types the names alone. */
import { PROTOTYPE_NAMES, RESERVED_ATTRIBUTES } from './built-in-schemas';
import { fieldOf, listOf, textOf, type Place } from './document';
import { quote, quoteAll, type Report } from './faults';
import { checkUnique } from './uniqueness';

/** RFC 7643 §2.3.2, §2.3.5, §2.3.6, §2.3.8: their values are never unique. */
const NEVER_UNIQUE: ReadonlySet<string> = new Set(['boolean', 'dateTime', 'binary', 'complex']);

/** @param typeNames what a reference may name besides `external` and `uri` */
export function checkOwnAttributes(schema: Place, typeNames: readonly string[], report: Report): void {
  const attributes = listOf(schema, 'attributes');
  checkUnique(attributes, 'name', report);
  for (const place of attributes) {
    const subAttributes = listOf(place, 'subAttributes');
    checkUnique(subAttributes, 'name', report);
    checkAttribute(place, { typeNames, isSub: false }, report);
    for (const sub of subAttributes) checkAttribute(sub, { typeNames, isSub: true }, report);
  }
}

interface Surroundings {
  readonly typeNames: readonly string[];
  /** The attribute stands in a complex one. */
  readonly isSub: boolean;
}

/** One attribute as the file gives it, with the defaults of RFC 7643 §2.2. */
interface Given extends Surroundings {
  readonly name: string;
  readonly type: string;
  readonly mutability: string;
  readonly returned: string | undefined;
  readonly required: boolean;
  readonly isUnique: boolean;
  readonly value: unknown;
}

function checkAttribute({ path, value }: Place, surroundings: Surroundings, report: Report): void {
  const uniqueness = textOf(value, 'uniqueness') ?? 'none';
  const given: Given = {
    ...surroundings,
    name: textOf(value, 'name') ?? '',
    type: textOf(value, 'type') ?? 'string',
    mutability: textOf(value, 'mutability') ?? 'readWrite',
    returned: textOf(value, 'returned'),
    required: fieldOf(value, 'required') === true,
    isUnique: uniqueness !== 'none',
    value,
  };
  for (const [member, fault] of faultsOf(given)) report(`GATEWAY_CONFIG: ${path}.${member} ${fault}`);
}

type Fault = readonly [member: string, fault: string];

function faultsOf(given: Given): readonly Fault[] {
  return [...nameFaults(given), ...typeFaults(given), ...valueFaults(given), ...contradictions(given)];
}

function nameFaults({ name, isSub }: Given): readonly Fault[] {
  const lower = name.toLowerCase();
  if (name === '$ref' && !isSub)
    return [['name', 'is "$ref", which stands only in a complex attribute (RFC 7643 §2.4).']];
  if (PROTOTYPE_NAMES.has(lower))
    return [['name', `is ${quote(name)}, which every object of the gateway has already; take another one.`]];
  if (isSub || !RESERVED_ATTRIBUTES.has(lower)) return [];
  return [['name', `is ${quote(name)}, which every resource has already (RFC 7643 §3.1); take another one.`]];
}

function typeFaults({ type, isSub, value }: Given): readonly Fault[] {
  const below = fieldOf(value, 'subAttributes');
  if (isSub && (type === 'complex' || below !== undefined)) {
    const member = type === 'complex' ? 'type' : 'subAttributes';
    return [[member, 'makes it complex; a sub-attribute has none of its own (RFC 7643 §2.3.8).']];
  }
  const count = Array.isArray(below) ? below.length : 0;
  if (type === 'complex' && count === 0)
    return [
      ['subAttributes', 'is missing or empty; a complex attribute has at least one (RFC 7643 §2.3.8).'],
    ];
  if (type !== 'complex' && below !== undefined)
    return [['subAttributes', `stands at an attribute of type ${quote(type)}; only a complex one has any.`]];
  return [];
}

/** What narrows the values down must fit the type of the values. */
function valueFaults({ type, typeNames, value }: Given): readonly Fault[] {
  const isText = type === 'string' || type === 'reference';
  const referenceTypes = fieldOf(value, 'referenceTypes');
  if (type !== 'reference' && referenceTypes !== undefined)
    return [['referenceTypes', `stands at an attribute of type ${quote(type)}; only a reference has them.`]];
  const known = ['external', 'uri', ...typeNames];
  const unknown = (Array.isArray(referenceTypes) ? referenceTypes : []).filter(
    (name) => typeof name === 'string' && !known.includes(name),
  );
  return [
    ...(fieldOf(value, 'canonicalValues') === undefined || isText
      ? []
      : [
          [
            'canonicalValues',
            `stands at an attribute of type ${quote(type)}; only texts have canonical values (RFC 7643 §7).`,
          ] as const,
        ]),
    ...(unknown.length === 0
      ? []
      : [
          [
            'referenceTypes',
            `names ${quoteAll(unknown)}, which is no resource type of this customer; possible values: ${known.join(', ')}.`,
          ] as const,
        ]),
  ];
}

/** What can never be fulfilled together. */
function contradictions(given: Given): readonly Fault[] {
  const { type, mutability, returned, required, isUnique } = given;
  const isHidden = returned === 'never' || mutability === 'writeOnly';
  const found: readonly (readonly [boolean, Fault])[] = [
    [
      mutability === 'readOnly' && required,
      ['required', 'is true, but nobody can send a readOnly attribute and the gateway assigns none.'],
    ],
    [
      mutability === 'readOnly' && returned === 'never',
      ['returned', 'is "never", but of a readOnly attribute nothing but its answers could be seen.'],
    ],
    [
      mutability === 'writeOnly' && returned !== undefined && returned !== 'never',
      ['returned', `is ${quote(returned)}; what is writeOnly is returned "never" (RFC 7643 §7).`],
    ],
    [
      isUnique && NEVER_UNIQUE.has(type),
      ['uniqueness', `must be "none" for an attribute of type ${quote(type)} (RFC 7643 §2.3).`],
    ],
    [
      isUnique && isHidden,
      ['uniqueness', 'must be "none" for what is never returned; a refusal would tell what others have.'],
    ],
  ];
  return found.flatMap(([holds, fault]) => (holds ? [fault] : []));
}
