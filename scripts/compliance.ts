// Runs the public SCIM compliance tester (scim2-tester, PyPI) against a gateway; keeps it in a virtual environment of its own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startGatewayProcess } from './prove/gateway-process';

const HELP = `npm run compliance [-- --base URL --token TOKEN]

Runs scim2-tester over the core and enterprise schemas (nothing may fail), then over everything published (only the
deviations that iManage's rules ask for may appear). Without --base, a gateway of its own is started and stopped.
Needs python3 with venv; the tester is fetched once from PyPI. Exit code 0 when all holds.`;

const HERE = join(__dirname, 'compliance');
const DEADLINE_MS = 300_000;

async function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit', env, timeout: DEADLINE_MS });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** The interpreter of the virtual environment, made at the first call. */
async function testerPython(): Promise<string> {
  const folder = join(homedir(), '.cache', 'imanage-scim-gateway', 'scim2-tester-0.5.2');
  const python = join(folder, 'bin', 'python');
  if (existsSync(join(folder, 'complete'))) return python;
  console.log('fetching scim2-tester 0.5.2 from PyPI (once) …');
  rmSync(folder, { recursive: true, force: true });
  const steps = [
    ['python3', ['-m', 'venv', folder]],
    [python, ['-m', 'pip', 'install', '--quiet', '-r', join(HERE, 'requirements.txt')]],
    [python, ['-c', `open(${JSON.stringify(join(folder, 'complete'))}, 'w').close()`]],
  ] as const;
  for (const [command, args] of steps) {
    if ((await run(command, args)) !== 0) throw new Error(`${command} ${args.join(' ')} failed; see above`);
  }
  return python;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { base: { type: 'string' }, token: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    console.log(HELP);
    return 0;
  }
  const python = await testerPython();
  const test = (base: string, token: string): Promise<number> =>
    run(python, [join(HERE, 'run_tester.py'), base], { ...process.env, SCIM_TOKEN: token });
  if (values.base !== undefined) return test(values.base, values.token ?? '');

  const dataDir = mkdtempSync(join(tmpdir(), 'imanage-compliance-'));
  try {
    const gateway = await startGatewayProcess({ dataDir });
    const code = await test(gateway.baseUrl, gateway.token);
    await gateway.stop();
    return code;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
