// Owns what a transcript is and how it is read from a file, in the project's shape or as a plain list of steps. Knows no HTTP.
import { Ajv } from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectationsAt, type Expectation } from './expectation';
import schema from './transcript.schema.json';

export interface Sequence {
  readonly name: string;
  readonly client: string;
  /** What happens here, in a sentence; empty where the file does not say. */
  readonly about: string;
  readonly steps: readonly Step[];
}

/** One request, whole: defaults are filled in, variables are not. */
export interface Step {
  readonly title: string;
  readonly kind: StepKind;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly rawBody?: string | undefined;
  readonly capture: Readonly<Record<string, string>>;
  readonly optional: boolean;
  readonly statuses: readonly number[];
  readonly expectations: readonly Expectation[];
}

/** `client`: traffic of that client; `setup` and `check`: what the replay itself adds around it. */
type StepKind = 'client' | 'setup' | 'check';
type Headers = Readonly<Record<string, string | null>>;
type Tests = Readonly<Record<string, unknown>>;

interface SharedMembers {
  readonly title: string;
  readonly kind?: StepKind;
  readonly body?: unknown;
  readonly rawBody?: string;
  readonly capture?: Readonly<Record<string, string>>;
  readonly optional?: boolean;
}

interface OwnStep extends SharedMembers {
  readonly request: string;
  readonly headers?: Headers;
  readonly status: number | readonly number[];
  readonly expect?: Readonly<Record<string, Tests>>;
}

interface OwnTranscript {
  readonly sequence: string;
  readonly client: string;
  readonly about: string;
  readonly headers: Headers;
  readonly bodyHeaders?: Headers;
  readonly steps: readonly OwnStep[];
}

interface PlainStep extends SharedMembers {
  readonly sequence: string;
  readonly step: number;
  readonly client?: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly expect: {
    readonly status: number | readonly number[];
    readonly json?: readonly (Tests & { readonly ptr: string })[];
  };
}

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true }).addSchema(schema);
const isOwn = ajv.compile<OwnTranscript>({ $ref: 'transcript#/$defs/own' });
const isPlain = ajv.compile<readonly PlainStep[]>({ $ref: 'transcript#/$defs/plain' });

/** All transcripts below a folder, in the order of their paths. */
export function readTranscripts(folder: string): Sequence[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readTranscript(join(folder, name)));
}

/** @throws Error naming the file and every fault of its shape. */
export function readTranscript(file: string): Sequence {
  try {
    return parseTranscript(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function parseTranscript(document: unknown): Sequence {
  if (isOwn(document)) return fromOwn(document);
  if (isPlain(document)) return fromPlain(document);
  const faults = Array.isArray(document) ? isPlain.errors : isOwn.errors;
  throw new Error(`is no transcript: ${ajv.errorsText(faults, { dataVar: '' })}`);
}

function fromOwn({ sequence, client, about, headers, bodyHeaders, steps }: OwnTranscript): Sequence {
  return {
    name: sequence,
    client,
    about,
    steps: steps.map((step) => {
      const [method = '', path = ''] = step.request.split(/ (.*)/s);
      const hasBody = 'body' in step || 'rawBody' in step;
      return {
        ...sharedMembers(step),
        method,
        path,
        headers: present({ ...headers, ...(hasBody ? bodyHeaders : {}), ...step.headers }),
        statuses: [step.status].flat(),
        expectations: Object.entries(step.expect ?? {}).flatMap(([at, tests]) => expectationsAt(at, tests)),
      };
    }),
  };
}

function fromPlain(steps: readonly PlainStep[]): Sequence {
  const ordered = [...steps].sort((a, b) => a.step - b.step);
  return {
    name: steps[0]?.sequence ?? '',
    client: steps[0]?.client ?? '',
    about: '',
    steps: ordered.map((step) => ({
      ...sharedMembers(step),
      method: step.method,
      path: step.path,
      headers: present(step.headers),
      statuses: [step.expect.status].flat(),
      expectations: (step.expect.json ?? []).flatMap(({ ptr, ...tests }) => expectationsAt(ptr, tests)),
    })),
  };
}

function sharedMembers(step: SharedMembers) {
  return {
    title: step.title,
    kind: step.kind ?? 'client',
    body: step.body,
    rawBody: step.rawBody,
    capture: step.capture ?? {},
    optional: step.optional ?? false,
  };
}

/** A header set to null is one that this step does not send. */
function present(headers: Headers): Record<string, string> {
  const sent = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(sent);
}
