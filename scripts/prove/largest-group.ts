// `npm run prove:largest-group`: a group of a million is read, listed, written and deleted in bounded memory. Owns the command line and the order.
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { rounded, table } from './figures';
import { startGatewayProcess } from './gateway-process';
import { largestGroup } from './largest-group/requests';
import { runProof } from './proof';

const HELP = `Groups of 10,000, 100,000 and 1,000,000 members are made by POST, read, listed with all members, read by a client
that dawdles, found by a member, written by PUT with the same members, with one member less, a tenth less, with a half and
with the other half, changed by PATCH (one member added, all replaced, each removed by name, all added, all removed) and
deleted; small requests come between, so that the process has served others. After each request the rows and the event say
exactly what was asked. The gateway's peak memory is taken for each request.

  npm run prove:largest-group [-- --sizes N,N,…] [--memory MB]

  --sizes N,…   members of the groups (default 10000,100000,1000000)
  --memory MB   what the gateway process may take at most (default 300)
  --help        this text

Fails where an answer, a row or an event is wrong, or the process took more memory.`;

const DEADLINE_MS = 7_200_000;
const HEADINGS = ['one request', 'members', 'status', 'ms', 'MB answer', 'gateway peak MB', 'gateway CPU ms'];

void runProof({
  help: HELP,
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' },
    memory: { type: 'string', default: '300' },
  },
  deadlineMs: DEADLINE_MS,
  run: async (values, folder) => {
    const sizes = String(values['sizes']).split(',').map(Number);
    const memoryMax = Number(values['memory']);
    const rows: (string | number)[][] = [];
    const faults: string[] = [];
    for (const size of sizes) {
      const gateway = await startGatewayProcess({
        dataDir: join(folder, `of-${size}`),
      });
      const connection = new mongo.MongoClient(gateway.databaseUri, CLIENT_OPTIONS);
      try {
        const told = await largestGroup({ gateway, database: connection.db(), size }, (step) => {
          const { name, status, ms, bytes, peakMb, cpuMs } = step;
          rows.push([name, size, status, rounded(ms, 0), rounded(bytes / 1e6), peakMb, rounded(cpuMs, 0)]);
          console.log(`${name}, ${size}: ${status} in ${rounded(ms, 0)} ms, peak ${peakMb} MB`);
          if (peakMb > memoryMax) faults.push(`${name}, ${size}: the gateway took ${peakMb} MB`);
        });
        faults.push(...told.map((fault) => `${fault} (${size} members)`));
      } finally {
        await connection.close();
        await gateway.stop();
      }
    }
    console.log(`\n${table(HEADINGS, rows)}`);
    return faults;
  },
});
