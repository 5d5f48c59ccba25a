// Owns the `{{variables}}` of a transcript: what they stand for and how they are put in. Knows no steps and no HTTP.

export type Variables = Readonly<Record<string, unknown>>;

/** What only who runs the replay can give: how a client gets its token. A step that needs one that is not given is skipped. */
export const GIVEN_VARIABLES = ['tokenEndpoint', 'clientId', 'clientSecret', 'entraJwt'] as const;

const PLACEHOLDER = /\{\{(\w+)\}\}/g;
const ONLY_A_PLACEHOLDER = /^\{\{(\w+)\}\}$/;

/** Puts variables into text; `encode` is for places where a value must not change the text's structure, such as a path. */
export function fillText(text: string, variables: Variables, encode = (value: string) => value): string {
  return text.replace(PLACEHOLDER, (_, name: string) => encode(asText(lookUp(name, variables))));
}

/** Puts variables into every string of a JSON value; a string that is one placeholder becomes the captured value itself. */
export function fillJson(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') {
    const name = ONLY_A_PLACEHOLDER.exec(value)?.[1];
    return name === undefined ? fillText(value, variables) : lookUp(name, variables);
  }
  if (Array.isArray(value)) return value.map((element) => fillJson(element, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [fillText(key, variables), fillJson(member, variables)]),
  );
}

/** Those of `names` that the text needs and that have no value. */
export function missingIn(text: string, variables: Variables, names: ReadonlySet<string>): readonly string[] {
  const needed = new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name));
  return [...needed].filter((name) => names.has(name) && !Object.hasOwn(variables, name));
}

function lookUp(name: string, variables: Variables): unknown {
  if (Object.hasOwn(variables, name)) return variables[name];
  throw new Error(`no value for {{${name}}}: the step that captures it is missing or failed`);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
