// Owns the replay of one transcript against a running gateway, step by step. Knows no command line and no test framework.
import { unmet, valueAt } from './expectation';
import { exchange, type HttpAnswer, type HttpRequest } from './exchange';
import type { Sequence, Step } from './transcript';
import { fillJson, fillText, GIVEN_VARIABLES, missingIn, type Variables } from './variables';

export interface Target {
  /** The SCIM base, ending in /scim/v2. */
  readonly baseUrl: string;
  readonly token: string;
  /** What an earlier transcript captured, for one that continues it. */
  readonly variables?: Variables;
}

/** `waived`: an optional step that was not met; `skipped`: one for which a variable was not given, or captured by such a step. */
type Outcome = 'passed' | 'failed' | 'waived' | 'skipped';

export interface StepResult {
  readonly sequence: string;
  /** Counted from 1. */
  readonly step: number;
  readonly title: string;
  readonly outcome: Outcome;
  /** One sentence each: what was expected and what came. */
  readonly failures: readonly string[];
  /** Absent when the request could not be made. */
  readonly request?: HttpRequest;
  readonly answer?: HttpAnswer;
  readonly captured: Variables;
}

type Played = Pick<StepResult, 'request' | 'answer' | 'failures' | 'captured'>;

const JSON_TYPE = /^application\/(scim\+)?json *(;|$)/i;

/** A failed step does not end the replay: those after it clean up. */
export async function* replaySequence(sequence: Sequence, target: Target): AsyncGenerator<StepResult, void> {
  const { baseUrl, token } = target;
  let variables: Variables = { ...target.variables, baseUrl, token };
  const uncaptured = new Set<string>(GIVEN_VARIABLES);
  for (const [index, step] of sequence.steps.entries()) {
    const result = { sequence: sequence.name, step: index + 1, title: step.title };
    const missing = missingIn(JSON.stringify(step), variables, uncaptured);
    if (missing.length > 0) {
      for (const name of Object.keys(step.capture)) uncaptured.add(name);
      yield {
        ...result,
        outcome: 'skipped',
        failures: missing.map((name) => `{{${name}}} is not given`),
        captured: {},
      };
      continue;
    }
    const played = await play(step, baseUrl, variables);
    variables = { ...variables, ...played.captured };
    const outcome = played.failures.length === 0 ? 'passed' : step.optional ? 'waived' : 'failed';
    yield { ...result, outcome, ...played };
  }
}

/** The whole replay at once, for callers that do nothing between the steps. */
export async function replayToEnd(sequence: Sequence, target: Target): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  for await (const result of replaySequence(sequence, target)) results.push(result);
  return results;
}

/** For people: sequence, step, title, request, what was expected, what came. Headers stay out, they hold the token. */
export function describeFailure({ sequence, step, title, request, answer, failures }: StepResult): string {
  const sent =
    request && [`${request.method} ${request.path}`, request.payload].filter(Boolean).join('\n    ');
  const came = answer && `came ${answer.status} ${answer.contentType} ${shorten(answer.text)}`;
  return [`${sequence}, step ${step}: ${title}`, sent, ...failures, came]
    .filter((line) => line !== undefined)
    .join('\n    ');
}

async function play(step: Step, baseUrl: string, variables: Variables): Promise<Played> {
  let request: HttpRequest | undefined;
  try {
    request = prepare(step, variables);
    const answer = await exchange(baseUrl, request);
    return { request, answer, ...judge(step, answer, variables) };
  } catch (error) {
    return { ...(request && { request }), failures: [reasonOf(error)], captured: {} };
  }
}

function prepare(step: Step, variables: Variables): HttpRequest {
  const headers = Object.entries(step.headers).map(([name, value]) => [name, fillText(value, variables)]);
  const payload =
    step.body === undefined
      ? step.rawBody && fillText(step.rawBody, variables, isForm(step) ? encodeURIComponent : undefined)
      : JSON.stringify(fillJson(step.body, variables));
  return {
    method: step.method,
    // An endpoint beside the SCIM base is given as a whole URL.
    path: isWholeUrl(step.path)
      ? fillText(step.path, variables)
      : fillText(step.path, variables, encodeURIComponent),
    headers: Object.fromEntries(headers) as Record<string, string>,
    payload,
  };
}

function isWholeUrl(path: string): boolean {
  return path.startsWith('{{tokenEndpoint}}');
}

function isForm({ headers }: Step): boolean {
  return Object.values(headers).some((value) => value.startsWith('application/x-www-form-urlencoded'));
}

function judge(
  step: Step,
  answer: HttpAnswer,
  variables: Variables,
): Pick<StepResult, 'failures' | 'captured'> {
  const failures: string[] = [];
  if (!step.statuses.includes(answer.status)) {
    failures.push(`expected status ${step.statuses.join(' or ')}, came ${answer.status}`);
  }
  const document = parseBody(answer, failures);
  for (const expectation of step.expectations) {
    const failure = unmet(document, { ...expectation, wanted: fillJson(expectation.wanted, variables) });
    if (failure !== undefined) failures.push(failure);
  }
  const found = Object.entries(step.capture).map(
    ([name, pointer]) => [name, valueAt(document, pointer)] as const,
  );
  const captured = Object.fromEntries(found.filter(([, value]) => value !== undefined));
  return { failures, captured };
}

/** Whatever the status, a body must be JSON and say so: clients give up on anything else. */
function parseBody(answer: HttpAnswer, failures: string[]): unknown {
  if (answer.text === '') return undefined;
  if (!JSON_TYPE.test(answer.contentType)) {
    failures.push(`expected application/scim+json or application/json, came "${answer.contentType}"`);
  }
  try {
    return JSON.parse(answer.text);
  } catch {
    failures.push('expected a JSON body, came text that is no JSON');
    return undefined;
  }
}

/** A refused connection to a name with several addresses has no message of its own, only a code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}

function shorten(text: string): string {
  const SHOWN_CHARS_MAX = 2_000;
  return text.length <= SHOWN_CHARS_MAX
    ? text
    : `${text.slice(0, SHOWN_CHARS_MAX)}… (${text.length} characters)`;
}
