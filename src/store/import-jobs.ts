// Imports in MongoDB: what was ordered, who has it in hand by the database's clock, how far it is, what became of each row.

import { createHash } from 'node:crypto';
import { mongo } from 'mongoose';
import type { ImportJob, ImportJobStore, ImportOrder, ImportPiece } from '../directory/import-job';
import { named } from './driver-failure';
import type { ImportCollections, ImportJobDocument, ImportRowDocument } from './import-documents';

const KEPT_MS = 30 * 86_400_000;
const DUPLICATE_KEY = 11_000;
/** As text in the order of the steps. */
const STEP_DIGITS = 6;
const NO_COUNTS = { created: 0, matched: 0, refused: 0 };

export function createImportJobs(collections: ImportCollections): ImportJobStore {
  const { imports, importFiles, importRows } = collections;
  const isFree = { $lte: [{ $ifNull: ['$until', new Date(0)] }, '$$NOW'] };
  const held = (forMs: number): mongo.Document => ({ $add: ['$$NOW', forMs] });

  return {
    start: (order, csv) => named(startImport(collections, order, csv)),

    async job(customer, id) {
      const document = await named(imports.findOne({ _id: id, customer }));
      return document === null ? undefined : importJob(document);
    },

    async list(customer, limit, before) {
      const older = before === undefined ? {} : { _id: { $lt: before } };
      const documents = await named(
        imports
          .find({ customer, ...older })
          .sort({ _id: -1 })
          .limit(limit)
          .toArray(),
      );
      return documents.map(importJob);
    },

    csv: async (customer, id) => (await named(importFiles.findOne({ _id: id, customer })))?.csv,

    async rows(customer, job, { outcome, limit }) {
      const rows = importRows.find({ customer, job, outcome }).sort({ line: 1, _id: 1 }).limit(limit);
      return (await named(rows.toArray())).map(({ line, named: id, detail }) => ({
        line,
        id,
        outcome,
        detail,
      }));
    },

    async stop(customer, id) {
      const whereFree = (ended: unknown, going: unknown): mongo.Document => ({
        $cond: [isFree, ended, going],
      });
      const stopped = {
        stopAsked: true,
        state: whereFree('stopped', '$state'),
        endedAt: whereFree('$$NOW', '$endedAt'),
        open: whereFree('$$REMOVE', '$open'),
      };
      const query = { _id: id, customer, open: true } as const;
      return (await named(imports.updateOne(query, [{ $set: stopped }]))).matchedCount === 1;
    },

    async resume(customer, id) {
      const query = {
        _id: id,
        customer,
        state: { $in: ['stopped', 'failed'] },
      } as mongo.Filter<ImportJobDocument>;
      const again = { state: 'waiting', open: true, endedAt: null, failure: null } as const;
      const leaving = { $unset: { stopAsked: 1, holder: 1, until: 1 } } as const;
      const resuming = imports.updateOne(query, { $set: again, ...leaving });
      return named(
        resuming.then(
          ({ matchedCount }) => matchedCount === 1,
          (error: unknown) => {
            if (isDuplicate(error)) return false;
            throw error;
          },
        ),
      );
    },

    async take(customers, holder, forMs) {
      const open = await named(
        imports
          .find({ customer: { $in: [...customers] }, open: true }, { projection: { customer: 1 } })
          .sort({ _id: 1 })
          .toArray(),
      );
      // Groups are imported after the people in them: of one customer only the first is taken.
      const first = open.filter(
        ({ customer }, at) => open.findIndex((one) => one.customer === customer) === at,
      );
      for (const { _id } of first) {
        const taking = imports.findOneAndUpdate(
          { _id, open: true, $expr: isFree },
          [{ $set: { holder, until: held(forMs) } }],
          { returnDocument: 'after' },
        );
        const taken = await named(taking);
        if (taken !== null) return importJob(taken);
      }
      return undefined;
    },

    async renew(id, holder, forMs) {
      const renewed = await named(
        imports.findOneAndUpdate({ _id: id, holder, open: true }, [{ $set: { until: held(forMs) } }]),
      );
      if (renewed === null) return 'lost';
      return renewed.stopAsked === true ? 'stop' : 'held';
    },

    keep: (job, holder, piece) => named(keepPiece(collections, job, { holder, piece })),

    async end(id, holder, { state, failure }) {
      const ended = { state, failure, endedAt: new Date() };
      const query = { _id: id, holder, open: true } as const;
      await named(imports.updateOne(query, { $set: ended, $unset: { open: 1, holder: 1, until: 1 } }));
    },

    async release(id, holder) {
      await named(imports.updateOne({ _id: id, holder, open: true }, { $unset: { holder: 1, until: 1 } }));
    },
  };
}

async function startImport(
  collections: ImportCollections,
  { id, customer, ...order }: ImportOrder & { readonly id: string; readonly customer: string },
  csv: string,
): Promise<ImportJob> {
  const { imports, importFiles } = collections;
  const at = new Date();
  const expires = new Date(at.getTime() + KEPT_MS);
  const digest = digestOf(order, csv);
  const document: ImportJobDocument = {
    ...{ _id: id, customer, ...order, at, digest, expires },
    ...{ state: 'waiting', open: true, rowsDone: 0, counts: NO_COUNTS, endedAt: null, failure: null },
  };
  // The file first: an import that is there can be gone on with by any gateway.
  await importFiles.insertOne({ _id: id, customer, csv, expires });
  try {
    await imports.insertOne(document);
    return importJob(document);
  } catch (error) {
    await importFiles.deleteOne({ _id: id, customer });
    if (!isDuplicate(error)) throw error;
  }
  const same = await imports.findOne({ customer, digest, open: true });
  // It has ended in this very moment: then this one is begun.
  return same === null ? startImport(collections, { id, customer, ...order }, csv) : importJob(same);
}

/** Rows first: a piece that is counted is there. One that is done again takes the place of what it had left. */
async function keepPiece(
  { imports, importRows }: ImportCollections,
  { id, customer }: Pick<ImportJob, 'id' | 'customer'>,
  { holder, piece }: { readonly holder: string; readonly piece: ImportPiece },
): Promise<boolean> {
  const mine = { _id: id, holder, open: true } as const;
  const job = await imports.findOne(mine, { projection: { expires: 1 } });
  if (job === null) return false;
  const rows = piece.outcomes.map(({ id: name, ...row }, at): ImportRowDocument => ({
    _id: `${id}/${number(piece.at + 1)}/${number(at)}`,
    ...{ customer, job: id, ...row, named: name, expires: job.expires },
  }));
  const places = { $gte: `${id}/${number(piece.at + 1)}/`, $lt: `${id}/${number(piece.stepsDone + 1)}/` };
  await importRows.deleteMany({ customer, _id: places });
  if (rows.length > 0)
    await importRows.bulkWrite(
      rows.map((row) => ({ replaceOne: { filter: { _id: row._id }, replacement: row, upsert: true } })),
    );
  const { stepsDone, rowsDone, counts } = piece;
  return (await imports.updateOne(mine, { $set: { stepsDone, rowsDone, counts } })).matchedCount === 1;
}

function importJob({ _id, ...document }: ImportJobDocument): ImportJob {
  const {
    open: _open,
    digest: _digest,
    stopAsked: _stop,
    holder,
    until,
    expires: _expires,
    ...job
  } = document;
  // For the eye only: who may go on is decided by the database's clock.
  const isHeld = job.state === 'waiting' && holder !== undefined && until !== undefined && until > new Date();
  return { stepsDone: undefined, ...job, id: _id, state: isHeld ? 'running' : job.state };
}

function digestOf({ what, maps, userNameFrom }: Omit<ImportOrder, 'by'>, csv: string): string {
  return createHash('sha256')
    .update(JSON.stringify([what, maps, userNameFrom, csv]))
    .digest('hex');
}

function isDuplicate(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

function number(step: number): string {
  return String(step).padStart(STEP_DIGITS, '0');
}
