// What whoever handles members in mass tells the process, so that it can make room for them. Knows neither members nor memory.

/** One such work; `end` may be called again. */
export interface MassWork {
  /** So many members more have passed through. */
  seen(members: number): void;
  end(): void;
}

export type BeginMassWork = () => MassWork;

/** Of a process in which nobody minds how much memory is taken. */
export const UNMINDED_WORK: BeginMassWork = () => ({ seen: () => undefined, end: () => undefined });
