// What the gateway refused, as the console shows it.

export interface Refusal {
  readonly status: number;
  readonly problem: string;
  readonly detail: string;
}

export class GatewayRefusal extends Error {
  override readonly name = 'GatewayRefusal';

  constructor(readonly refusal: Refusal) {
    super(refusal.detail);
  }
}

/** In words for the person at the screen, whatever was thrown. */
export function failureWords(error: unknown): string {
  if (error instanceof GatewayRefusal) return error.refusal.detail;
  return 'The gateway cannot be reached. Check the network and that the gateway runs.';
}

export function hasProblem(error: unknown, problem: string): boolean {
  return error instanceof GatewayRefusal && error.refusal.problem === problem;
}

/** Whether the same may be answered a moment later: nothing answered, or it says to come again. */
export function mayBeOver(error: unknown): boolean {
  return !(error instanceof GatewayRefusal) || error.refusal.status === 503;
}
