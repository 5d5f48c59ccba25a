import { randomUUID } from 'node:crypto';
import { openTestStore, type TestStore } from './store-setup';

describe('key', () => {
  let setup: TestStore;
  beforeAll(async () => {
    setup = await openTestStore();
  });
  afterAll(() => setup.close());

  it('is the same for everybody who asks at once', async () => {
    const make = (): Promise<{ k: string }> => Promise.resolve({ k: randomUUID() });
    const asked = await Promise.all(Array.from({ length: 32 }, () => setup.store.keys.key('cursor', make)));
    expect(new Set(asked.map((key) => key['k'])).size).toBe(1);
    expect(await setup.store.keys.key('cursor', () => Promise.reject(new Error('made again')))).toEqual(
      asked[0],
    );
  });

  it('differs from purpose to purpose', async () => {
    const make = (): Promise<{ k: string }> => Promise.resolve({ k: randomUUID() });
    expect(await setup.store.keys.key('event', make)).not.toEqual(
      await setup.store.keys.key('access-token', make),
    );
  });
});
