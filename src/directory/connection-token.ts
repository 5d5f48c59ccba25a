// The form of the tokens that the gateway makes for connections, so that scanners for leaked secrets find them. Keeps none.

import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Scanners look for `scimgw_[0-9A-Za-z]{49}`; the last six are a check sum, so that what only looks like it is no alarm. */
const PREFIX = 'scimgw_';
const FORM = /^scimgw_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** What 256 bits and 32 bits take in these digits. */
const RANDOM_LENGTH = 43;
const CHECK_LENGTH = 6;
const RANDOM_BYTES = 32;

/** @param random 32 bytes that nobody can guess */
export function tokenText(random: Uint8Array): string {
  if (random.length !== RANDOM_BYTES) throw new Error(`a token takes ${RANDOM_BYTES} random bytes`);
  const body = inDigits(BigInt(`0x${Buffer.from(random).toString('hex')}`), RANDOM_LENGTH);
  return `${PREFIX}${body}${checkSum(body)}`;
}

/** Whether a text has the form and the check sum of a token of the gateway; not whether it opens anything. */
export function isTokenText(text: string): boolean {
  const [, body, check] = FORM.exec(text) ?? [];
  return body !== undefined && checkSum(body) === check;
}

/** What tells tokens apart and gives none away. */
export function tokenEnding(text: string): string {
  return text.slice(-4);
}

/** The id of a token of the configuration: the same as long as the token is, and nothing of its digest. */
export function configuredTokenId(digest: string): string {
  return `configured-${createHash('sha256').update(`token id ${digest}`).digest('hex').slice(0, 12)}`;
}

function checkSum(body: string): string {
  return inDigits(BigInt(crc32(`${PREFIX}${body}`)), CHECK_LENGTH);
}

function inDigits(number: bigint, length: number): string {
  let text = '';
  const base = BigInt(DIGITS.length);
  for (let rest = number; text.length < length; rest /= base)
    text = (DIGITS[Number(rest % base)] ?? '') + text;
  return text;
}
