// Owns what a scenario is: the requests that it sends and how each answer is judged. Must not know what is measured.

export interface Answer {
  readonly status: number;
  readonly text: () => string;
  /** Some hundred characters. */
  readonly beginning: () => string;
  readonly json: () => unknown;
}

export interface Request {
  readonly method: string;
  /** Under the SCIM base. */
  readonly path: string;
  readonly body?: unknown;
  /** Which customer's token it is sent with; by default the first. */
  readonly customer?: number;
}

/** Resolves with any answer, also a refusal. */
export type Send = (request: Request) => Promise<Answer>;

/** What a round is about; made where the servers are prepared. */
export interface Setting {
  /** People in the directory. */
  readonly users: number;
  /** Spare people who are in no group. */
  readonly spares: number;
  /** Of names that must not be there yet: another one in each run and round. */
  readonly tag: string;
  /** The id of the group that the scenario needs; empty where it needs none. */
  readonly group: string;
  /** People of the firm that is synced whole. */
  readonly firm: number;
}

interface Step {
  readonly send: Send;
  /** Rises through all rounds of a scenario against one server. */
  readonly index: number;
  /** Its number in this stage of this round. */
  readonly nth: number;
  /** Which of the connections sends it. */
  readonly lane: number;
}

/** Steps that may run side by side. */
export interface Stage {
  /** Without it, steps follow each other until the round's time is over. */
  readonly steps?: number;
  /** It only looks at what was done: its time and its answers are not counted. Such stages come last. */
  readonly isCheck?: boolean;
  /** Resolves with how much was done, in the scenario's unit; throws WrongAnswer. Undefined: there is no more to do. */
  readonly step: (step: Step) => Promise<number | undefined>;
}

export interface Scenario {
  readonly name: string;
  /** The share of the floor's throughput that the gateway must reach. */
  readonly goal?: number;
  /** What is counted; by default requests. */
  readonly unit?: string;
  /** Less than those of the run. */
  readonly connections?: number;
  /** The scenario at a smaller size, which must not be faster by much. */
  readonly like?: string;
  /** It walks over what it does not show, so its time grows with the firm. */
  readonly isDeep?: boolean;
  /** The size of the group that it needs. */
  readonly groupOf?: number;
  /** Who must be in that group after rounds that took this many steps, the group's first members aside; unset where nobody joins. */
  readonly joined?: (steps: number) => readonly string[];
  readonly stages: (setting: Setting) => readonly Stage[];
}

/** What the group is called that a scenario finds prepared. */
export function groupNameOf(scenario: string): string {
  return `Group for ${scenario}`;
}

const SHOWN_LENGTH = 300;

export class WrongAnswer extends Error {}

/** @throws WrongAnswer with the request and the beginning of the answer */
export function mustBe(holds: boolean, { method, path }: Request, answer: Answer): void {
  if (holds) return;
  throw new WrongAnswer(`${method} ${path}: ${answer.status} ${answer.beginning().slice(0, SHOWN_LENGTH)}`);
}

interface Single extends Omit<Scenario, 'stages'> {
  /** The request with this number; undefined where there is no more to do. */
  readonly request: (index: number, setting: Setting) => Request | undefined;
  /** Whether the answer is right. */
  readonly isRight: (answer: Answer, index: number, setting: Setting) => boolean;
  /** Units that one request does; by default 1. */
  readonly worth?: number;
}

/** A scenario of single requests. */
export function single({ request, isRight, worth = 1, ...scenario }: Single): Scenario {
  const stages = (setting: Setting): readonly Stage[] => [
    {
      step: async ({ send, index }) => {
        const sent = request(index, setting);
        if (sent === undefined) return undefined;
        const answer = await send(sent);
        mustBe(isRight(answer, index, setting), sent, answer);
        return worth;
      },
    },
  ];
  return { ...scenario, stages };
}
