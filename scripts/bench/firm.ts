// Owns the firm that is measured: who is in it, under which ids, and what the complex filter must find in it. Must not know any server.
import { person } from '../prove/seed';

export { person };

const PERSON_SERIES = '7000';
const SPARE_SERIES = '7001';
/** Coprime to every round number of people, so that the requests wander through the whole firm. */
const STRIDE = 7919;

/** Rises with the index, as ids that are given by time do. */
export function personId(index: number): string {
  return idOf(PERSON_SERIES, index);
}

/** Spare people come after everybody; they join groups and are asked for nowhere else. */
export const SPARE_PREFIX = 'spare';

export function spareId(index: number): string {
  return idOf(SPARE_SERIES, index);
}

function idOf(series: string, index: number): string {
  return `01890000-0000-${series}-8000-${index.toString(16).padStart(12, '0')}`;
}

export function wandering(index: number, users: number): number {
  return (index * STRIDE) % users;
}

/** Every tenth is disabled from the start; the number of those who are not, and the index of the nth of them. */
export function activeCount(users: number): number {
  return users - Math.floor(users / 10);
}

export function activeAt(nth: number): number {
  return Math.floor(nth / 9) * 10 + (nth % 9);
}

export function userNameOf(index: number): string {
  return `person${index}@ajuba.example`;
}

/** No index serves it in either server; letter case is to be ignored. */
export const COMPLEX_FILTER =
  'active eq true and (title co "ASSOCIATE" or userType eq "Partner") and not (name.familyName sw "dupont") and ' +
  'emails[type eq "work" and value ew "@AJUBA.example"]';

/** The same, for one person of the seeded firm. */
export function isComplexHit(index: number): boolean {
  return index % 10 !== 9 && index % 7 !== 0 && index % 7 !== 3;
}

export function complexHits(users: number): number {
  let hits = 0;
  for (let index = 0; index < users; index += 1) if (isComplexHit(index)) hits += 1;
  return hits;
}
