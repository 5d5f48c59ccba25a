import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimFolder, endOrphan } from '../../src/store/embedded/owner';
import { startOf } from '../../src/store/embedded/process-table';

const PID_MAX = 2 ** 22;
const ROUNDS = 4;
const AT_ONCE = 10;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-owner-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('claimFolder', () => {
  it('enters this process, and leaves nothing when given up', async () => {
    const release = await claimFolder(folder, './data');
    expect(await readdir(folder)).toEqual([
      expect.stringContaining(`${process.pid}-${startOf(process.pid)}-`),
    ]);
    await release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses while the owner lives, naming it and what to do', async () => {
    await claimFolder(folder, './data');
    await expect(claimFolder(folder, './data')).rejects.toThrow(
      `DATA_DIR is in use by process ${process.pid}: ./data. Stop that gateway, or give this one a DATA_DIR of its own.`,
    );
    expect(await readdir(folder)).toHaveLength(1);
  });

  it.each([
    ['is gone', `${PID_MAX}-12345-a`],
    ['has the id of a process that began at another time', `${process.pid}-1-a`],
    ['is no process', 'garbage'],
  ])('takes the place of an owner that %s', async (_, entry) => {
    await writeFile(join(folder, entry), '');
    await claimFolder(folder, './data');
    expect(await readdir(folder)).toEqual([
      expect.stringContaining(`${process.pid}-${startOf(process.pid)}-`),
    ]);
  });

  it('never lets two in when several come at once after the owner died', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const entries = join(folder, String(round));
      await mkdir(entries);
      await writeFile(join(entries, `${PID_MAX}-1-a`), '');
      const claims = Array.from({ length: AT_ONCE }, () => claimFolder(entries, './data'));
      const settled = await Promise.allSettled(claims);
      expect(settled.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
    }
  });

  it('lets one of two in that come at once', async () => {
    const claims = [claimFolder(folder, './data'), claimFolder(folder, './data')];
    const settled = await Promise.allSettled(claims);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('endOrphan', () => {
  it('leaves a process alone that is no mongod on this folder, though the lock names it', async () => {
    await writeFile(join(folder, 'mongod.lock'), `${process.pid}\n`);
    const found = jest.fn();
    await endOrphan(folder, 1000, found);
    expect(found).not.toHaveBeenCalled();
  });

  it('has nothing to do where there is no lock', async () => {
    await expect(endOrphan(folder, 1000, jest.fn())).resolves.toBeUndefined();
  });
});
