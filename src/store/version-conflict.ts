// The conflict by which a write gives up its transaction and is run again; the driver makes the same for its own.

import { mongo } from 'mongoose';

/** Somebody else changed it since it was read: the transaction is run again. */
export function versionConflict(): mongo.MongoError {
  const conflict = new mongo.MongoError('what is written changed since it was read');
  conflict.addErrorLabel('TransientTransactionError');
  return conflict;
}
