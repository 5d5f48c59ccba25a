// Reads the body of a poll (RFC 8936 §2.2): how many tokens, whether to wait, which ones arrived and which were wrong. Pure.

import type { TokenRefusal } from '../directory/event-stream';
import { isJsonArray, isJsonObject, type JsonValue } from '../directory/json';
import { badRequest } from '../scim/failure';

export interface PollRequest {
  readonly maxEvents: number;
  readonly returnImmediately: boolean;
  readonly ack: readonly string[];
  readonly setErrs: readonly TokenRefusal[];
}

/** Tokens in one answer, where the receiver asks for more or for no number. */
const EVENTS_MAX = 100;
const TEXT_MAX = 500;
/** Each leaves a line in the log; a receiver has at most a few answers in hand. */
const REFUSALS_MAX = 10 * EVENTS_MAX;

/** @throws ScimFailure 400 naming the member; nothing of the request is done then */
export function pollRequest(body: JsonValue | undefined): PollRequest {
  if (!isJsonObject(body))
    throw badRequest('invalidSyntax', 'the body is one JSON object; {} asks for what there is');
  const { maxEvents, returnImmediately, ack, setErrs } = body;
  return {
    maxEvents: countOf(maxEvents),
    returnImmediately: flagOf(returnImmediately),
    ack: idsOf(ack),
    setErrs: refusalsOf(setErrs),
  };
}

function countOf(value: JsonValue | undefined): number {
  if (value === undefined) return EVENTS_MAX;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return Math.min(value, EVENTS_MAX);
  throw badRequest('invalidValue', 'maxEvents takes a whole number from 0');
}

function flagOf(value: JsonValue | undefined): boolean {
  if (value === undefined) return false;
  if (typeof value === 'boolean') return value;
  throw badRequest('invalidValue', 'returnImmediately takes true or false');
}

function idsOf(value: JsonValue | undefined): readonly string[] {
  if (value === undefined) return [];
  if (isJsonArray(value) && value.every((id: JsonValue) => typeof id === 'string')) {
    return value;
  }
  throw badRequest('invalidValue', 'ack takes a list of the jti values that arrived');
}

function refusalsOf(value: JsonValue | undefined): readonly TokenRefusal[] {
  if (value === undefined) return [];
  if (!isJsonObject(value))
    throw badRequest('invalidValue', 'setErrs takes an object: by jti, {"err": …, "description": …}');
  const errors = Object.entries(value);
  if (errors.length > REFUSALS_MAX)
    throw badRequest(
      'invalidValue',
      `setErrs takes at most ${REFUSALS_MAX} tokens; report the others afterwards`,
    );
  return errors.map(([jti, error]) => {
    const { err, description } = isJsonObject(error) ? error : {};
    if (typeof err !== 'string') throw badRequest('invalidValue', 'setErrs: each error takes an "err"');
    const reason = typeof description === 'string' ? description : '';
    return { jti, err: err.slice(0, TEXT_MAX), description: reason.slice(0, TEXT_MAX) };
  });
}
