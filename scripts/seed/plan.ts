// What firm is to be put into a database and how far that is, kept in the database itself until all of it is there.

import type { mongo } from 'mongoose';

/** The same plan makes the same firm, whenever and however often it is begun. */
export interface FirmPlan {
  readonly seed: number;
  readonly people: number;
  readonly events: number;
  readonly groups: number;
  /** Members of the group of everybody; 0: there is none. */
  readonly largestGroup: number;
  readonly from: Date;
  readonly to: Date;
  /** Numbers of people and groups begin here, beyond those who are there already. */
  readonly peopleBefore: number;
  readonly groupsBefore: number;
}

export interface Reached {
  readonly people: number;
  readonly groups: number;
  readonly largestGroup: number;
  readonly refused: number;
}

export const NOTHING: Reached = { people: 0, groups: 0, largestGroup: 0, refused: 0 };

interface PlanDocument extends FirmPlan {
  /** The customer. */
  readonly _id: string;
  readonly reached: Reached;
}

const KEEP_EVERY_MS = 1_000;

export interface Notebook {
  /** Of a firm that was begun and is not whole. */
  begun(): Promise<{ readonly plan: FirmPlan; readonly reached: Reached } | undefined>;
  begin(plan: FirmPlan): Promise<void>;
  /** Kept now and then: what was stored since is met again, and passed over, when it goes on. */
  reach(reached: Reached): Promise<void>;
  keep(): Promise<void>;
  end(): Promise<void>;
}

export function createNotebook(database: mongo.Db, customer: string): Notebook {
  const plans = database.collection<PlanDocument>('seedPlans');
  let held: Reached | undefined;
  let keptAt = 0;
  const keep = async (): Promise<void> => {
    keptAt = performance.now();
    if (held !== undefined) await plans.updateOne({ _id: customer }, { $set: { reached: held } });
  };
  return {
    async begun() {
      const document = await plans.findOne({ _id: customer });
      if (document === null) return undefined;
      const { _id, reached, ...plan } = document;
      return { plan, reached };
    },
    async begin(plan) {
      await plans.insertOne({ _id: customer, ...plan, reached: NOTHING });
    },
    async reach(reached) {
      held = reached;
      if (performance.now() - keptAt > KEEP_EVERY_MS) await keep();
    },
    keep,
    async end() {
      await plans.deleteOne({ _id: customer });
      if ((await plans.estimatedDocumentCount()) === 0) await plans.drop();
    },
  };
}
