// Measures how soon a gateway answers what the console asks for. Knows neither pages nor limits.

import type { Asked } from './asked';

export interface Measured extends Asked {
  /** The first time, with nothing warm. */
  readonly firstMs: number;
  readonly medianMs: number;
  readonly bytes: number;
  readonly status: number;
}

interface Api {
  /** `…/admin/api/customers/ID`. */
  readonly base: string;
  readonly token: string;
}

export async function readApi({ base, token }: Api, path: string): Promise<Response> {
  return fetch(base + path, { headers: { Authorization: `Bearer ${token}` } });
}

export async function measureAsked(api: Api, asked: Asked, rounds: number): Promise<Measured> {
  const times: number[] = [];
  let [bytes, status] = [0, 0];
  for (let round = 0; round <= rounds; round += 1) {
    const since = performance.now();
    const answer = await readApi(api, asked.path);
    bytes = (await answer.arrayBuffer()).byteLength;
    status = answer.status;
    times.push(performance.now() - since);
  }
  const [firstMs = Number.NaN, ...warm] = times;
  const medianMs = warm.toSorted((left, right) => left - right)[Math.floor(warm.length / 2)] ?? firstMs;
  return { ...asked, firstMs, medianMs, bytes, status };
}
