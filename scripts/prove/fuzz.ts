// Proves that no request makes the gateway fail or answer anything but valid SCIM. Entry point only.
import { join } from 'node:path';
import { readPublishedSchemas } from '../../src/scim/schema/published';
import { table } from './figures';
import { fuzz } from './fuzz/run';
import { startGatewayProcess } from './gateway-process';
import { positive, runProof } from './proof';

const HELP = `Proves that no request is answered with a server error or with anything but valid SCIM JSON.

  npm run prove:fuzz [-- --requests N] [--clients N] [--seed N]

Random requests, made from the published schemas, go to a real gateway: any method on any endpoint, right, odd and broken
bodies, filters, paths, cursors, headers. Each answer is held against RFC 7643 and RFC 7644: status, media type, error,
list and resource form, every attribute's type.

  --requests N   how many (default 100000)
  --clients N    at once (default 16)
  --seed N       repeats the choices of an earlier run (default: any)
  --help         this text`;

const PROGRESS_EVERY = 10_000;

void runProof({
  help: HELP,
  deadlineMs: 30 * 60_000,
  options: {
    requests: { type: 'string', default: '100000' },
    clients: { type: 'string', default: '16' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
  run: async (values, folder) => {
    const seed = positive(values, 'seed');
    console.log(`seed ${seed}`);
    const gateway = await startGatewayProcess({ dataDir: folder });
    const published = readPublishedSchemas(join(__dirname, '..', '..', 'schemas'));
    const since = performance.now();
    const { statuses, faults } = await fuzz(gateway, published, {
      requests: positive(values, 'requests'),
      connections: positive(values, 'clients'),
      seed,
      onProgress: (done) => {
        if (done % PROGRESS_EVERY === 0) console.log(`${done} requests`);
      },
    });
    const rows = [...statuses].sort(([one], [other]) => one - other);
    console.log(`\n${table(['status', 'answers'], rows)}`);
    console.log(`${Math.round((performance.now() - since) / 1000)} s`);
    const code = await gateway.stop();
    return code === 0 ? faults : [...faults, `the gateway ended with ${code}`];
  },
});
