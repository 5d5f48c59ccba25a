import { lacksOf } from '../../src/directory/completeness';
import type { PeopleFilter } from '../../src/directory/people-list';
import type { UserRecord } from '../../src/directory/user-record';
import { CUSTOMER, form, openTestStore, user, type TestStore } from './store-setup';

const SEED = 1_234_567;
const PEOPLE = 240;
const FILTERS = 70;
const PAGE = 9;

function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}

const random = randomNumbers(SEED);
const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

const GIVEN = ['Marcie', 'María', 'John', 'Jörg', 'Ωmega', 'Straße'];
const FAMILY = ['Davenport', "O'Brien", 'Smith-Jones', 'de la Cruz', 'Marciewicz'];

function somebody(index: number): UserRecord {
  const [given, family] = [pick(GIVEN), pick(FAMILY)];
  const id = `u${String(index).padStart(4, '0')}`;
  const email =
    random() < 0.1 ? null : `${pick(['marcie', 'john', id])}@${pick(['firm.example', 'client.com'])}`;
  return user(id, {
    fullName: `${given} ${family}`,
    profile: { userName: id, displayName: id, name: { givenName: given, familyName: family } },
    email,
    emailSince: new Date(Date.UTC(2026, 0, 1) + index),
    signInEnabled: random() < 0.7,
    deletedAt: random() < 0.15 ? new Date() : null,
    external: random() < 0.3,
    location: pick(['London', 'Leeds', null]),
    preferredLibrary: pick(['ACTIVE', 'TAX']),
    assignments: [{ library: 'ACTIVE', role: 'DEFAULT', signInEnabled: random() < 0.6 }],
    ...(random() < 0.1 ? { userId: null, unusableUserId: 'no good' } : {}),
  });
}

function randomFilter(): PeopleFilter {
  const some = (name: keyof PeopleFilter, value: unknown, share = 0.25): object =>
    random() < share ? { [name]: value } : {};
  return {
    ...some(
      'text',
      pick([
        'marcie',
        'MAR',
        'o',
        "o'brien",
        'client.com',
        '@firm',
        'smith jones',
        'u00',
        'straSSE',
        'm d',
        'nobody',
        '.*',
      ]),
      0.5,
    ),
    ...some('states', pick([['enabled'], ['disabled', 'deleted'], ['deleted'], ['enabled', 'disabled']])),
    ...some('external', random() < 0.5),
    ...some('location', pick(['London', 'Leeds', null, 'Nowhere'])),
    ...some('preferredLibrary', pick(['ACTIVE', 'TAX', 'NONE'])),
    ...some('completeness', pick(['ready', 'incomplete'])),
    ...some('servesNobody', true, 0.15),
  };
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('ß', 'ss');

/** As a person reads a filter, without index, kind or stored word. */
function isMeant(one: UserRecord, filter: PeopleFilter, everybody: readonly UserRecord[]): boolean {
  const state = one.deletedAt !== null ? 'deleted' : one.signInEnabled ? 'enabled' : 'disabled';
  const texts = [one.fullName, one.id, one.userId ?? one.unusableUserId ?? '', one.email ?? ''].map(fold);
  const words = texts.flatMap((text) => [
    ...text.split(/\s+/u),
    ...text.split(/\s+/u).flatMap((word) => (word.split('@')[0] as string).split(/[^\p{L}\p{N}]+/u)),
    ...(text.includes('@') ? [text.split('@')[1] as string] : []),
  ]);
  const asked = fold(filter.text ?? '')
    .split(/\s+/u)
    .map((word) => word.replace(/^@/, ''));
  const first = everybody.find((other) => other.deletedAt === null && other.email === one.email);
  const isTaken = one.email !== null && one.deletedAt === null && first?.id !== one.id;
  const isLacking = isTaken || lacksOf(one, undefined).length > 0;
  return (
    asked.every((word) => word === '' || words.some((own) => own.startsWith(word))) &&
    (filter.states === undefined || filter.states.includes(state)) &&
    (filter.external === undefined || filter.external === one.external) &&
    (filter.location === undefined || filter.location === one.location) &&
    (filter.preferredLibrary === undefined || filter.preferredLibrary === one.preferredLibrary) &&
    (filter.completeness === undefined || (filter.completeness === 'incomplete') === isLacking) &&
    (filter.servesNobody === undefined || !one.assignments.some((row) => row.signInEnabled))
  );
}

describe('the list of people', () => {
  const everybody = Array.from({ length: PEOPLE }, (_, index) => somebody(index));
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
    await test.write(async (transaction) => {
      for (const one of everybody) await transaction.insertUser(one, form(one));
      const stranger = user('stranger', { customer: 'another', fullName: 'Marcie Davenport' });
      await transaction.insertUser(stranger, form(stranger));
    });
  });
  afterAll(() => test.close());

  async function walk(filter: PeopleFilter): Promise<readonly string[]> {
    const found: string[] = [];
    for (let after: string | undefined; ;) {
      const request = { filter, limit: PAGE, ...(after === undefined ? {} : { after }) };
      const page = await test.store.people.page(CUSTOMER, request);
      found.push(...page.map((listed) => listed.user.id));
      if (page.length < PAGE) return found;
      after = page.at(-1)?.place;
    }
  }

  it('gives, for any filter, page after page whom it means, by name, each once and nobody else', async () => {
    let [none, several] = [0, 0];
    for (let run = 0; run < FILTERS; run += 1) {
      const filter = randomFilter();
      const meant = everybody.filter((one) => isMeant(one, filter, everybody));
      const byName = meant.toSorted((a, b) =>
        `${fold(a.fullName)}\u0000${a.id}` < `${fold(b.fullName)}\u0000${b.id}` ? -1 : 1,
      );
      expect({ seed: SEED, filter, found: await walk(filter) }).toEqual({
        seed: SEED,
        filter,
        found: byName.map(({ id }) => id),
      });
      if (meant.length === 0) none += 1;
      if (meant.length > PAGE) several += 1;
    }
    expect([none > 5, several > 20]).toEqual([true, true]);
  });

  it('counts as the list lists', async () => {
    const { incomplete, ...counts } = (await test.store.people.census(CUSTOMER)).counts;
    const length = async (filter: PeopleFilter): Promise<number> => (await walk(filter)).length;
    expect({ ...counts, incomplete }).toEqual({
      internal: await length({ states: ['enabled'], external: false }),
      external: await length({ states: ['enabled'], external: true }),
      servingNobody: await length({ states: ['enabled'], servesNobody: true }),
      disabled: await length({ states: ['disabled'] }),
      deleted: await length({ states: ['deleted'] }),
      incomplete: await length({ states: ['enabled', 'disabled'], completeness: 'incomplete' }),
    });
    const asked = { unchangedSince: new Date(), most: 3 };
    const lacking = await test.store.people.incomplete(CUSTOMER, asked);
    expect([lacking.count, lacking.people.length]).toEqual([incomplete, 3]);
    expect(
      (await test.store.people.incomplete(CUSTOMER, { ...asked, unchangedSince: new Date(0) })).count,
    ).toBe(0);
    const byLocation = await test.store.people.countsByPlace(CUSTOMER);
    const inLeeds = byLocation
      .filter(({ location }) => location === 'Leeds')
      .reduce((sum, { people }) => sum + people, 0);
    expect(inLeeds).toBe(await length({ location: 'Leeds' }));
  });

  it('finds somebody by a former name, after any number of other changes, and nobody by a name never had', async () => {
    const change = (id: string, changed: Partial<UserRecord>): Promise<void> =>
      test.write(async (transaction) => {
        const before = await transaction.liveUser(CUSTOMER, id);
        if (before === undefined) throw new Error(`${id} is gone`);
        const after = { ...before, ...changed, version: before.version + 1 };
        await transaction.replaceUser(before, after, form(after));
      });
    const bride = user('bride', { fullName: 'Beatrix Kiddo' });
    await test.write((transaction) => transaction.insertUser(bride, form(bride)));
    await change('bride', { fullName: 'Beatrix Gogo' });
    await change('bride', { signInEnabled: false });
    await change('bride', { fullName: 'Beatrix Yubari' });
    await change('bride', { location: 'Leeds' });
    for (const text of ['kiddo', 'gogo', 'beatrix yubari', 'BEATRIX KIDD'])
      expect({ text, found: await walk({ text }) }).toEqual({ text, found: ['bride'] });
    expect(await walk({ text: 'kiddoo' })).toEqual([]);
    const [row] = await test.store.people.people(CUSTOMER, ['bride']);
    expect(Object.keys(row ?? {}).sort()).toEqual(Object.keys(bride).sort());
  });

  it('is prepared once for people from before there was one, who are missing until then', async () => {
    const places = { kind: '', nameOrder: '', words: '', former: '' } as const;
    await test.collections.users.updateMany({ customer: CUSTOMER, external: true }, { $unset: places });
    const externals = await walk({ external: true });
    expect([externals, await test.store.people.isPreparing(CUSTOMER)]).toEqual([[], true]);
    const done = await Promise.all([1, 2].map(() => test.store.people.prepare(CUSTOMER, {})));
    const meant = everybody.filter(({ external }) => external).length;
    expect(Math.max(...done)).toBe(meant);
    expect((await walk({ external: true })).length).toBe(meant);
    expect(await test.store.people.isPreparing(CUSTOMER)).toBe(false);
  });
});
