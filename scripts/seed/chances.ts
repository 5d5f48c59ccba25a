// Owns chance of its own for each person and group, so that a firm is the same whichever of them is made first, and ids by it.

import { v7 as uuidv7 } from 'uuid';
import { chance, type Chance } from '../prove/random';

/** Odd, so that no two indexes begin at the same place. */
const STRIDE = 0x9e3779b1;
const BYTES = 16;

/** @param kind another one for each kind of thing that is numbered */
export function chanceOf(seed: number, kind: 'person' | 'group' | 'refused', index: number): Chance {
  const offset = { person: 0, group: 0x55555555, refused: 0x2aaaaaaa }[kind];
  return chance((seed ^ Math.imul(index + 1, STRIDE)) + offset);
}

export function idAt(at: Date, made: Chance): string {
  return uuidv7({ msecs: at.getTime(), random: Uint8Array.from({ length: BYTES }, () => made.below(256)) });
}
