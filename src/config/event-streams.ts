/** Who is told of changes: each event stream's receiver, the secret between the two, and which events. Knows no event's content. */
import type { EventStreamConfig } from './config';
import { fieldOf, listOf, textOf, type Place } from './document';
import { endpointFlaw } from './endpoint-url';
import { variable, type Environment } from './environment';
import { quote, readFailure, type Report } from './faults';
import type { FileConfig, FileEventStream } from './file-schema';
import { digestOf, digestOfFile, type ReadText } from './token';
import { checkUnique } from './uniqueness';

interface SecretSources {
  readonly env: Environment;
  readonly readText: ReadText;
}

/** By the stream's path, such as `customers[0].eventStreams[1]`: a digest where it is polled, a text where it is pushed. */
export type StreamSecrets = ReadonlyMap<string, string>;

/** Where nothing is listed: everything that happens, without personal data. */
const DEFAULT_EVENTS = [
  'prov:create:notice',
  'prov:patch:notice',
  'prov:put:notice',
  'prov:delete',
  'prov:activate',
  'prov:deactivate',
  'misc:asyncresp',
] as const;

function placesIn(document: unknown): readonly Place[] {
  return listOf({ path: '', value: document }, 'customers').flatMap((customer) =>
    listOf(customer, 'eventStreams'),
  );
}

const pushOf = ({ value }: Place): unknown => fieldOf(fieldOf(value, 'delivery'), 'push');
const pollOf = ({ value }: Place): unknown => fieldOf(fieldOf(value, 'delivery'), 'poll');

/** Names of environment variables that the file takes the streams' secrets from. */
export function streamVariables(document: unknown): readonly string[] {
  const named = placesIn(document).flatMap((place) => [
    textOf(fieldOf(pushOf(place), 'authorization'), 'env'),
    textOf(fieldOf(pollOf(place), 'token'), 'env'),
  ]);
  return named.filter((name) => name !== undefined);
}

/** @param opening digests of tokens that open SCIM or administer: whoever receives events must be able to do nothing else with his */
export function readStreamSecrets(
  document: unknown,
  opening: readonly string[],
  sources: SecretSources,
  report: Report,
): StreamSecrets {
  const secrets = new Map<string, string>();
  const taken = new Set(opening);
  for (const place of placesIn(document)) {
    const at = `GATEWAY_CONFIG: ${place.path}.delivery`;
    const header = readHeader(
      fieldOf(pushOf(place), 'authorization'),
      `${at}.push.authorization`,
      sources,
      report,
    );
    const digest = readDigest(fieldOf(pollOf(place), 'token'), `${at}.poll.token`, sources, report);
    if (digest !== undefined && taken.has(digest))
      report(
        `${at}.poll.token is the token of a SCIM connection, of the administrator or of another stream too; a stream needs its own.`,
      );
    if (digest !== undefined) taken.add(digest);
    const secret = digest ?? header;
    if (secret !== undefined) secrets.set(place.path, secret);
  }
  return secrets;
}

export function checkEventStreams(document: unknown, report: Report): void {
  const places = placesIn(document);
  // In one customer would do for the database; a receiver finds its stream by the id alone.
  checkUnique(places, 'id', report);
  for (const place of places) {
    checkEndpoint(textOf(pushOf(place), 'endpoint'), place, report);
    checkEvents(fieldOf(place.value, 'events'), place, report);
  }
}

/** RFC 8935 §5.3: what is told travels under TLS. The value is never repeated: it may hold a secret. */
function checkEndpoint(text: string | undefined, { path }: Place, report: Report): void {
  if (text === undefined) return;
  const wrong = endpointFlaw(text);
  if (wrong === undefined) return;
  report(
    `GATEWAY_CONFIG: ${path}.delivery.push.endpoint must be an https:// URL such as https://receiver.example/events ` +
      `(http:// only for 127.0.0.1, [::1] and localhost); the given value ${wrong}.`,
  );
}

/** RFC 9967 §2.4: an event tells either the data or the names of the attributes. */
function checkEvents(events: unknown, { path }: Place, report: Report): void {
  if (!Array.isArray(events)) return;
  for (const name of ['prov:create', 'prov:patch', 'prov:put']) {
    if (!events.includes(`${name}:notice`) || !events.includes(`${name}:full`)) continue;
    report(
      `GATEWAY_CONFIG: ${path}.events lists ${quote(`${name}:notice`)} and ${quote(`${name}:full`)}; take one of them.`,
    );
  }
}

/** What goes into the Authorization header of each push, as it is. */
function readHeader(
  source: unknown,
  place: string,
  { env, readText }: SecretSources,
  report: Report,
): string | undefined {
  const [name, file] = [textOf(source, 'env'), textOf(source, 'file')];
  let text: string | undefined;
  if (name !== undefined) text = variable(env, name);
  else if (file === undefined || file === '') return undefined;
  else {
    try {
      text = readText(file).trim();
    } catch (error) {
      report(`${place}.file: the file cannot be read: ${readFailure(error)}.`);
      return undefined;
    }
  }
  if (text === undefined) report(`${place}.env names an environment variable that is not set.`);
  else if (/^[\x21-\x7e][\x20-\x7e]*$/.test(text)) return text;
  else report(`${place} must be the value of an Authorization header such as "Bearer …", in ASCII.`);
  return undefined;
}

function readDigest(
  source: unknown,
  place: string,
  { env, readText }: SecretSources,
  report: Report,
): string | undefined {
  const [name, file, sha256] = [textOf(source, 'env'), textOf(source, 'file'), textOf(source, 'sha256')];
  if (file !== undefined && file !== '') return digestOfFile(file, readText, `${place}.file`, report);
  if (sha256 !== undefined) return /^[0-9a-f]{64}$/i.test(sha256) ? sha256.toLowerCase() : undefined;
  if (name === undefined) return undefined;
  const text = variable(env, name);
  if (text !== undefined) return digestOf(text, `${place}.env`, report);
  report(`${place}.env names an environment variable that is not set.`);
  return undefined;
}

export function buildEventStreams(file: FileConfig, secrets: StreamSecrets): readonly EventStreamConfig[] {
  return file.customers.flatMap((customer, at) =>
    customer.eventStreams.map((stream, index) => ({
      customer: customer.id,
      id: stream.id,
      audience: stream.audience,
      delivery: deliveryOf(stream, secrets.get(`customers[${at}].eventStreams[${index}]`)),
      events: stream.events ?? DEFAULT_EVENTS,
    })),
  );
}

function deliveryOf(
  { delivery }: FileEventStream,
  secret: string | undefined,
): EventStreamConfig['delivery'] {
  return delivery.push === undefined
    ? { method: 'poll', tokenDigest: secret ?? '' }
    : { method: 'push', endpoint: delivery.push.endpoint, authorization: secret ?? null };
}
