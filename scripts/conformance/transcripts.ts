// Owns the suites that are transcripts of the project's own: what Okta and Microsoft publish, and every other client's traffic.
import { join } from 'node:path';
import { describeFailure, replayToEnd } from '../replay/engine';
import { readTranscripts, type Sequence } from '../replay/transcript';
import type { Assertion, Suite } from './suite';

const FOLDER = join(__dirname, '..', '..', 'test', 'clients');

/** How a client gets its token. */
const NEEDS_MORE = 'entra-oauth';

function replayed(name: string, version: string, includes: (sequence: Sequence) => boolean): Suite {
  return {
    name,
    version,
    deadlineMs: 3 * 60_000,
    run: async (target) => {
      const sequences = readTranscripts(FOLDER).filter(includes);
      if (sequences.length === 0) throw new Error(`test/clients holds no transcript for ${name}`);
      const found: Assertion[] = [];
      for (const sequence of sequences) {
        if (sequence.name === NEEDS_MORE) {
          const detail = 'needs an issuer of JWTs too: test/http/authentication.oauth.test.ts';
          found.push({ outcome: 'skipped', name: sequence.name, detail, count: sequence.steps.length });
          continue;
        }
        for (const result of await replayToEnd(sequence, target)) {
          found.push({
            outcome: result.outcome === 'passed' ? 'passed' : 'failed',
            name: `${result.sequence}, ${result.step}: ${result.title}`,
            detail: result.outcome === 'passed' ? '' : describeFailure(result),
          });
        }
      }
      return found;
    },
  };
}

const isOktaSpec = ({ name }: Sequence): boolean => name === 'okta-spec-test';
const isMicrosoft = ({ client }: Sequence): boolean => client === 'entra-reference';

export const TRANSCRIPT_SUITES: readonly Suite[] = [
  replayed('Okta SPEC assertions', 'Okta-SCIM-20-SPEC-Test', isOktaSpec),
  replayed('Microsoft SCIM collections', 'SCIMReferenceCode', isMicrosoft),
  replayed('other clients replayed', 'test/clients', (one) => !isOktaSpec(one) && !isMicrosoft(one)),
];
