// Owns the requests that are asked of one and of two workers: some wait for the database, some ask nothing of it. Sends none.
import { person } from '../seed';

export interface Scenario {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly status: number;
  readonly path: (index: number) => string;
  readonly body?: (index: number) => string;
}

const STRIDE = 7919;
/** As much as the gateway reads of a URL, and of what one person may have: the gateway works, nobody else does. */
const TERMS = 250;
const ADDRESSES = 4_000;

/** @param users the ids of people that are there */
export function scenarios(users: readonly string[]): readonly Scenario[] {
  const id = (index: number): string => users[(index * STRIDE) % users.length] ?? '';
  return [
    get('GET /ServiceProviderConfig', () => '/ServiceProviderConfig'),
    get('GET /Schemas', () => '/Schemas'),
    get('filter that is refused', refusedFilter(40), 400),
    get('long filter that is refused', refusedFilter(TERMS), 400),
    post('large person that is refused', 400, refusedPerson()),
    get('GET /Users/{id}', (index) => `/Users/${id(index)}`),
    post('POST /Users', 201, joiner()),
  ];
}

function get(name: string, path: (index: number) => string, status = 200): Scenario {
  return { name, method: 'GET', status, path };
}

function post(name: string, status: number, body: (index: number) => string): Scenario {
  return { name, method: 'POST', status, path: () => '/Users', body };
}

/** Its last word is no expression. */
function refusedFilter(terms: number): () => string {
  const path = `/Users?filter=${'(active%20eq%20true)%20and%20'.repeat(terms)}x`;
  return () => path;
}

/** All of it is read and judged, and `active` is no boolean. */
function refusedPerson(): () => string {
  const emails = Array.from({ length: ADDRESSES }, (_, index) => ({
    value: `address${index}@ajuba.example`,
    type: index % 2 === 0 ? 'work' : 'home',
  }));
  const text = JSON.stringify({ ...person(0, 'refused'), emails, active: 'perhaps' });
  return () => text;
}

/** Each is somebody new, in every round of both gateways. */
function joiner(): () => string {
  let made = 0;
  return () => JSON.stringify(person((made += 1), 'joiner'));
}
