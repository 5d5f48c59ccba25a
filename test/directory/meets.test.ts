// Whether a search form meets a condition: every kind of condition, every type of value, and what never compares.
import type { Comparison, Condition, Literal, SearchForm } from '../../src/directory/condition';
import { codePointOrder, meets } from '../../src/directory/meets';

const NOON = new Date('2026-01-31T12:00:00Z');
const form: SearchForm = {
  userName: 'jdoe',
  active: true,
  level: 3,
  seen: NOON,
  name: { familyName: 'doe' },
  tags: ['red', 'blue'],
  emails: [
    { value: 'j@work', type: 'work', primary: true },
    { value: 'j@home', type: 'home' },
    { value: 'j@none', labels: ['one', 'two'] },
  ],
};

const notRelated = (): boolean => false;
const holds = (condition: Condition, of: SearchForm = form): boolean => meets(condition, of, notRelated);
const compare = (path: string, operator: Comparison, literal: Literal): Condition => ({
  kind: 'compare',
  path: path.split('.'),
  operator,
  literal,
});
const present = (path: string): Condition => ({ kind: 'present', path: path.split('.') });
const element = (path: string, condition: Condition): Condition => ({
  kind: 'element',
  path: path.split('.'),
  condition,
});
const not = (condition: Condition): Condition => ({ kind: 'not', condition });

describe('a comparison', () => {
  it.each<[string, Comparison, Literal, boolean]>([
    ['userName', 'eq', 'jdoe', true],
    ['userName', 'eq', 'jdo', false],
    ['userName', 'ne', 'jdoe', false],
    ['userName', 'ne', 'x', true],
    ['userName', 'co', 'do', true],
    ['userName', 'co', 'od', false],
    ['userName', 'sw', 'jd', true],
    ['userName', 'sw', 'do', false],
    ['userName', 'ew', 'oe', true],
    ['userName', 'ew', 'jd', false],
    ['userName', 'gt', 'jdo', true],
    ['userName', 'gt', 'jdoe', false],
    ['userName', 'ge', 'jdoe', true],
    ['userName', 'lt', 'jdoe', false],
    ['userName', 'lt', 'k', true],
    ['userName', 'le', 'jdoe', true],
    ['active', 'eq', true, true],
    ['active', 'ne', true, false],
    ['active', 'gt', false, true],
    ['level', 'eq', 3, true],
    ['level', 'gt', 2.5, true],
    ['level', 'le', 2.5, false],
    ['seen', 'eq', new Date(NOON), true],
    ['seen', 'lt', new Date(NOON.getTime() + 1), true],
    ['seen', 'ge', new Date(NOON.getTime() + 1), false],
    ['name.familyName', 'eq', 'doe', true],
  ])('%s %s %p is %p', (path, operator, literal, expected) => {
    expect(holds(compare(path, operator, literal))).toBe(expected);
  });

  it.each<[string, Comparison, Literal, boolean]>([
    ['tags', 'eq', 'blue', true],
    ['tags', 'ne', 'blue', false],
    ['tags', 'ne', 'green', true],
    ['tags', 'gt', 'c', true],
    ['tags', 'lt', 'c', true],
    ['tags', 'gt', 'z', false],
    ['emails.value', 'ew', 'home', true],
    ['emails.type', 'ne', 'work', false],
    ['emails.labels', 'eq', 'two', true],
    ['emails.labels', 'ne', 'two', false],
  ])(
    'of a list holds when any of its values does, and ne when none is equal: %s %s %p',
    (path, operator, literal, expected) => {
      expect(holds(compare(path, operator, literal))).toBe(expected);
    },
  );

  it.each<[string, Comparison, Literal]>([
    ['level', 'eq', '3'],
    ['level', 'gt', '2'],
    ['level', 'lt', true],
    ['active', 'eq', 1],
    ['active', 'eq', 'true'],
    ['active', 'ge', 0],
    ['seen', 'eq', NOON.getTime()],
    ['seen', 'gt', '2026'],
    ['userName', 'gt', 0],
    ['userName', 'lt', NOON],
    ['level', 'co', '3'],
    ['name', 'eq', 'doe'],
    ['emails', 'gt', ''],
    ['missing', 'lt', 'x'],
    ['name.missing', 'eq', 'x'],
    ['userName.length', 'eq', 4],
    ['tags.length', 'eq', 2],
    ['constructor.name', 'eq', 'Object'],
    ['__proto__', 'eq', 'x'],
  ])(
    'of differing types, or of what is missing, never holds, and its ne always: %s %s %p',
    (path, operator, literal) => {
      expect(holds(compare(path, operator, literal))).toBe(false);
      expect(holds(compare(path, 'ne', literal))).toBe(true);
    },
  );
});

describe('presence', () => {
  it.each([
    ['userName', true],
    ['name', true],
    ['name.familyName', true],
    ['name.givenName', false],
    ['tags', true],
    ['emails', true],
    ['emails.type', true],
    ['emails.display', false],
    ['toString', false],
    ['constructor.prototype', false],
  ])('of %s is %p', (path, expected) => {
    expect(holds(present(path))).toBe(expected);
  });
});

describe('an element', () => {
  it('has to meet the whole condition alone', () => {
    const condition: Condition = {
      kind: 'and',
      conditions: [compare('type', 'eq', 'work'), compare('value', 'eq', 'j@home')],
    };
    expect(holds(element('emails', condition))).toBe(false);
    expect(
      holds({
        kind: 'and',
        conditions: [compare('emails.type', 'eq', 'work'), compare('emails.value', 'eq', 'j@home')],
      }),
    ).toBe(true);
  });

  it('meets ne and not where the sub-attribute is missing', () => {
    expect(holds(element('emails', compare('type', 'ne', 'work')))).toBe(true);
    expect(holds(element('emails', not(present('type'))))).toBe(true);
  });

  it('is one of a list of complex values', () => {
    expect(holds(element('name', compare('familyName', 'eq', 'doe')))).toBe(false);
    expect(holds(element('tags', present('value')))).toBe(false);
    expect(holds(element('missing', not(present('value'))))).toBe(false);
  });
});

describe('and, or and not', () => {
  it('without conditions: and is met, or is not', () => {
    expect(holds({ kind: 'and', conditions: [] })).toBe(true);
    expect(holds({ kind: 'or', conditions: [] })).toBe(false);
  });

  it('combine what stands in them', () => {
    const [yes, no] = [present('userName'), present('title')];
    expect(holds({ kind: 'and', conditions: [yes, no] })).toBe(false);
    expect(holds({ kind: 'or', conditions: [no, yes] })).toBe(true);
    expect(holds(not({ kind: 'or', conditions: [no, no] }))).toBe(true);
  });
});

describe('a relation', () => {
  it('is answered by who knows it', () => {
    const asked: unknown[] = [];
    const isRelated = (relation: string, id: string | null): boolean => {
      asked.push([relation, id]);
      return id === 'g1';
    };
    const related = (id: string | null): Condition => ({ kind: 'related', relation: 'groups', id });
    expect(meets(not(related('g1')), form, isRelated)).toBe(false);
    expect(meets(related(null), form, isRelated)).toBe(false);
    expect(asked).toEqual([
      ['groups', 'g1'],
      ['groups', null],
    ]);
  });
});

describe('the order of texts', () => {
  it('is that of their UTF-8 bytes', () => {
    const texts = [
      '',
      'a',
      'aa',
      'b',
      'é',
      '\u07ff',
      '\u0800',
      '한',
      '\ue000',
      '\ufffd',
      '\uffe6',
      '😀',
      '𐐀',
      '𐐨',
      '😀a',
      'a😀',
      'a\ufffd',
      '\u{10ffff}',
    ];
    for (const left of texts) {
      for (const right of texts) {
        const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right));
        expect([left, right, Math.sign(codePointOrder(left, right))]).toEqual([left, right, bytes]);
      }
    }
  });
});
