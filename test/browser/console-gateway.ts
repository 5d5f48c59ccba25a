// A real gateway with a law firm's day behind it (`npm run demo`), as the console's tests look at it.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startGatewayProcess, type GatewayProcess } from '../../scripts/prove/gateway-process';

const PROJECT = join(__dirname, '..', '..');
const TSX = join(PROJECT, 'node_modules', '.bin', 'tsx');

export interface ConsoleGateway {
  readonly gateway: GatewayProcess;
  readonly adminToken: string;
  readonly consoleUrl: string;
  stop(): Promise<void>;
}

export async function startConsoleGateway(): Promise<ConsoleGateway> {
  const dataDir = mkdtempSync(join(tmpdir(), 'imanage-console-'));
  const adminToken = randomBytes(32).toString('hex');
  const env = {
    ADMIN_TOKEN: adminToken,
    GATEWAY_CONFIG: join(PROJECT, 'scripts', 'demo', 'firm.json'),
  };
  const gateway = await startGatewayProcess({ dataDir, env });
  await promisify(execFile)(
    TSX,
    ['scripts/demo.ts', '--leave', '--base', gateway.baseUrl, '--token', gateway.token],
    { cwd: PROJECT, maxBuffer: 16 * 1024 * 1024 },
  );
  return {
    gateway,
    adminToken,
    consoleUrl: `${gateway.rootUrl}/admin/`,
    async stop() {
      await gateway.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
