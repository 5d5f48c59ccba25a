import { run } from '../../src/store/embedded/run';

describe('run', () => {
  it('resolves with what the command printed, and shows it as it comes', async () => {
    const chunks: string[] = [];
    const printed = await run(process.execPath, ['-e', 'console.log("a line")'], {
      onOutput: (chunk) => chunks.push(chunk),
    });
    expect(printed).toBe('a line\n');
    expect(chunks.join('')).toBe('a line\n');
  });

  it('says that a command is not installed', async () => {
    await expect(run('no-such-command-here', [])).rejects.toThrow(/^not installed$/);
  });

  it('rejects with what the command wrote to stderr', async () => {
    const script = 'console.error("the disk\\nis full"); process.exit(3)';
    await expect(run(process.execPath, ['-e', script])).rejects.toThrow(/^the disk is full$/);
  });

  it('gives up a command that takes too long', async () => {
    const running = run(process.execPath, ['-e', 'setInterval(() => console.log("."), 10)'], { msMax: 500 });
    await expect(running).rejects.toThrow(/^no answer in time$/);
  });

  it('gives up a command that prints nothing', async () => {
    const running = run(process.execPath, ['-e', 'setInterval(() => {}, 10)'], { firstOutputMsMax: 100 });
    await expect(running).rejects.toThrow(/^no answer in time$/);
  });
});
