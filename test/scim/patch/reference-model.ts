// A deliberately simple account of what a PATCH means: a user as one flat map and lists of small maps; shares no code with the engine.

import type { JsonObject, JsonValue } from '../../../src/directory/json';

export type Simple = string | boolean;
/** Field and value; null takes the field away. */
export type Fields = readonly (readonly [field: string, value: Simple | null])[];
type Held = Map<string, Simple>;

export type Selector =
  | { readonly by: 'all' }
  | { readonly by: 'equals'; readonly fields: readonly (readonly [field: string, value: Simple])[] }
  | { readonly by: 'oneOf'; readonly field: string; readonly texts: readonly string[] }
  | { readonly by: 'starts' | 'unlike'; readonly field: string; readonly text: string }
  | { readonly by: 'has'; readonly field: string };

/** Paths are written with slashes: `name/givenName`, `urn:…:User/manager/value`. */
export type Action =
  | { readonly does: 'nothing' }
  | { readonly does: 'fail'; readonly scimType: string }
  | { readonly does: 'set'; readonly path: string; readonly value: Simple }
  | { readonly does: 'unset'; readonly path: string }
  | { readonly does: 'add' | 'put' | 'drop'; readonly list: string; readonly records: readonly Fields[] }
  | {
      readonly does: 'merge' | 'swap';
      /** By a replace, which creates only what has a type of the schema’s. */
      readonly isReplace: boolean;
      readonly list: string;
      readonly selector: Selector;
      readonly fields: Fields;
    }
  | { readonly does: 'delete'; readonly list: string; readonly selector: Selector };

export class Refused extends Error {
  constructor(readonly scimType: string) {
    super(scimType);
  }
}

export class Person {
  private constructor(
    private readonly singles: Map<string, Simple>,
    private readonly lists: Map<string, Held[]>,
  ) {}

  static named(userName: string): Person {
    return new Person(new Map([['userName', userName]]), new Map());
  }

  /** The person after all actions. @throws Refused when one of them is refused; this person stays as it is */
  after(actions: readonly Action[]): Person {
    for (const action of actions) if (action.does === 'fail') throw new Refused(action.scimType);
    const lists = [...this.lists].map(([name, list]) => [name, list.map((held) => new Map(held))] as const);
    const next = new Person(new Map(this.singles), new Map(lists));
    for (const action of actions) next.do(action);
    if (!next.singles.has('userName')) throw new Refused('mutability');
    return next;
  }

  /** The person as a resource. */
  toJson(): JsonObject {
    const root: Record<string, JsonValue> = {};
    const put = (path: string, value: JsonValue): void => {
      const names = path.split('/');
      const last = names.pop() ?? '';
      let holder = root;
      for (const name of names) holder = (holder[name] ??= {}) as Record<string, JsonValue>;
      holder[last] = value;
    };
    for (const [path, value] of this.singles) put(path, value);
    for (const [path, list] of this.lists) {
      if (list.length > 0)
        put(
          path,
          list.map((held) => Object.fromEntries(held)),
        );
    }
    return root;
  }

  private do(action: Action): void {
    if (action.does === 'set') this.set(action.path, action.value);
    if (action.does === 'unset') this.unset(action.path);
    if (action.does === 'add') this.add(action.list, oneFavourite(distinct(action.records.map(toHeld))));
    if (action.does === 'put') {
      this.lists.set(action.list, oneFavourite(distinct(action.records.map(toHeld))));
    }
    if (action.does === 'drop') {
      this.keep(action.list, (held) => !action.records.some((record) => names(toHeld(record), held)));
    }
    if (action.does === 'delete') this.keep(action.list, (held) => !selects(action.selector, held));
    if (action.does === 'merge' || action.does === 'swap') this.rework(action);
  }

  private list(name: string): Held[] {
    const list = this.lists.get(name) ?? [];
    this.lists.set(name, list);
    return list;
  }

  private keep(name: string, test: (held: Held) => boolean): void {
    this.lists.set(name, this.list(name).filter(test));
  }

  private set(path: string, value: Simple): void {
    if (path.endsWith('/value') && this.singles.get(path) !== value) this.singles.delete(referenceOf(path));
    this.singles.set(path, value);
  }

  private unset(path: string): void {
    if (path.endsWith('/value') && this.singles.has(path)) this.singles.delete(referenceOf(path));
    for (const other of this.singles.keys()) {
      if (other === path || other.startsWith(`${path}/`)) this.singles.delete(other);
    }
    for (const other of this.lists.keys()) {
      if (other === path || other.startsWith(`${path}/`)) this.lists.delete(other);
    }
  }

  private add(name: string, records: readonly Held[]): void {
    const list = this.list(name);
    for (const record of eachOnce(records)) {
      const same = list.find((held) => sameBut('primary', held, record));
      const primary = record.get('primary');
      if (same === undefined) list.push(record);
      else if (primary !== undefined) same.set('primary', primary);
      if (primary === true) favour(list, same ?? record);
    }
  }

  private rework({
    does,
    isReplace,
    list: name,
    selector,
    fields,
  }: Extract<Action, { does: 'merge' | 'swap' }>): void {
    const list = this.list(name);
    const chosen = list.filter((held) => selects(selector, held));
    if (chosen.length === 0) {
      if (fields.every(([, value]) => value === null)) return;
      if (selector.by !== 'equals' && selector.by !== 'all') throw new Refused('noTarget');
      const wanted = selector.by === 'all' ? [] : selector.fields;
      if (
        wanted.some(([field, value]) =>
          wanted.some(([other, is]) => other === field && fold(is) !== fold(value)),
        )
      ) {
        throw new Refused('noTarget');
      }
      if (isReplace && !wanted.every(([field, value]) => isLikely(name, field, value)))
        throw new Refused('noTarget');
      const created: Held = new Map(wanted.toReversed());
      list.push(created);
      chosen.push(created);
    } else if (does === 'swap') {
      for (const held of chosen) swapOut(held, selector);
    }
    for (const held of chosen) {
      for (const [field, value] of fields) {
        if (value !== null) held.set(field, value);
        else if (does === 'merge') held.delete(field);
      }
      if (held.get('primary') === true) favour(list, held);
    }
    this.keep(name, (held) => held.size > 0);
  }
}

function referenceOf(path: string): string {
  return path.replace(/value$/, '$ref');
}

function toHeld(fields: Fields): Held {
  return new Map(fields.filter((field): field is readonly [string, Simple] => field[1] !== null));
}

/** Empties a record but for what the selector names of it and its being primary. */
function swapOut(held: Held, selector: Selector): void {
  const named = selector.by === 'equals' ? selector.fields.map(([field]) => field) : [];
  for (const field of held.keys()) if (field !== 'primary' && !named.includes(field)) held.delete(field);
}

function favour(list: readonly Held[], favourite: Held): void {
  for (const held of list) if (held !== favourite && held.get('primary') === true) held.set('primary', false);
}

function oneFavourite(records: Held[]): Held[] {
  const favourite = records.filter((held) => held.get('primary') === true).pop();
  if (favourite !== undefined) favour(records, favourite);
  return records;
}

/** A record that says nothing is none, and one that is given twice is one. */
function distinct(records: readonly Held[]): Held[] {
  const kept: Held[] = [];
  for (const record of records.filter((given) => given.size > 0)) {
    const isKnown = kept.some((held) => sameBut('', held, record) && sameBut('', record, held));
    if (!isKnown) kept.push(record);
  }
  return kept;
}

/** Given twice is given once; where the two differ in being primary, the second one is meant. */
function eachOnce(records: readonly Held[]): readonly Held[] {
  const once: Held[] = [];
  for (const record of records.filter((given) => given.size > 0)) {
    const same = once.find((held) => sameBut('primary', held, record));
    if (same === undefined) once.push(record);
    else for (const [field, value] of record) same.set(field, value);
  }
  return once;
}

/** The types that the schema suggests for the lists of this account that have a type; a value is nobody's suggestion. */
const SUGGESTED_TYPES: ReadonlyMap<string, readonly string[]> = new Map([
  ['emails', ['work', 'home', 'other']],
  ['addresses', ['work', 'home', 'other']],
]);

function isLikely(list: string, field: string, value: Simple): boolean {
  if (field === 'value') return false;
  const types = field === 'type' ? SUGGESTED_TYPES.get(list) : undefined;
  return types === undefined || types.includes(String(value));
}

function fold(value: Simple | undefined): Simple | undefined {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function selects(selector: Selector, held: Held): boolean {
  switch (selector.by) {
    case 'all':
      return true;
    case 'equals':
      return selector.fields.every(([field, value]) => fold(held.get(field)) === fold(value));
    case 'oneOf':
      return selector.texts.some((text) => fold(held.get(selector.field)) === fold(text));
    case 'starts':
      return String(fold(held.get(selector.field)) ?? '').startsWith(selector.text.toLowerCase());
    case 'unlike':
      return fold(held.get(selector.field)) !== fold(selector.text);
    case 'has':
      return held.has(selector.field);
  }
}

/** Whether a value that a remove names is this one. */
function names(named: Held, held: Held): boolean {
  if (named.size === 0) return false;
  if (!named.has('value')) return sameBut('primary', named, held);
  if (fold(named.get('value')) !== fold(held.get('value'))) return false;
  const [left, right] = [fold(named.get('type')), fold(held.get('type'))];
  return left === undefined || right === undefined || left === right;
}

function sameBut(ignored: string, left: Held, right: Held): boolean {
  const fields = new Set([...left.keys(), ...right.keys()]);
  fields.delete(ignored);
  return [...fields].every((field) => left.get(field) === right.get(field));
}
