/** Which names in a body stand for what nobody is shown; remembers its answers, for the names of bodies are the same ever again. Knows no schema. */
import { isSecretName } from './secret-text';

/** What a body says of one name. */
interface NameInBody {
  /** As JSON, up to its value. */
  readonly json: string;
  /** Nobody is shown what stands under it, or under the path that it is. */
  readonly isHidden: boolean;
  /** What a PATCH operation changes (RFC 7644 §3.5.2) stands beside its value. */
  readonly isValue: boolean;
  readonly isPath: boolean;
}

export type HiddenNames = (name: string) => NameInBody;

/** Anybody can send any names: beyond these they are looked at each time, as are paths with a filter, of which each is another. */
const REMEMBERED_MAX = 1_000;
const LENGTH_MAX = 100;

/** @param hidden names of attributes, in lower case, whose values nobody is shown, besides those that look like secrets */
export function hiddenNames(hidden: ReadonlySet<string> = new Set()): HiddenNames {
  const known = new Map<string, NameInBody>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = nameInBody(name, hidden);
    if (known.size < REMEMBERED_MAX && name.length <= LENGTH_MAX && !name.includes('['))
      known.set(name, found);
    return found;
  };
}

/** The names that are hidden from everybody at a customer, by customer. */
export function hiddenNamesOf(
  hiddenOf: (customer: string | null) => ReadonlySet<string>,
): (customer: string | null) => HiddenNames {
  const known = new Map<ReadonlySet<string>, HiddenNames>();
  return (customer) => {
    const hidden = hiddenOf(customer);
    const names = known.get(hidden) ?? hiddenNames(hidden);
    known.set(hidden, names);
    return names;
  };
}

function nameInBody(name: string, hidden: ReadonlySet<string>): NameInBody {
  const lower = name.toLowerCase();
  return {
    json: `${JSON.stringify(name)}:`,
    isHidden: isSecretName(name) || hidden.has(lastName(name)),
    isValue: lower === 'value',
    isPath: lower === 'path',
  };
}

/** Of `urn:…:User:pin`, of `pin[value eq "1"]` and of `cards[type eq "door"].pin` the name of the attribute, in lower case. */
export function lastName(name: string): string {
  const [open, close] = [name.indexOf('['), name.lastIndexOf(']')];
  const attribute = open === -1 ? name : name.slice(0, open) + (close > open ? name.slice(close + 1) : '');
  return attribute.slice(Math.max(attribute.lastIndexOf(':'), attribute.lastIndexOf('.')) + 1).toLowerCase();
}
