// How what admins made and changed of connections lies in MongoDB; holds no document.

import type { ConnectionRecord } from '../directory/connection-record';

/** By customer and id. */
export type ConnectionDocument = Omit<ConnectionRecord, 'id'> & {
  readonly _id: string;
  readonly connection: string;
  /** Of one that an admin made, as long as it is not removed. */
  readonly nameKey?: string;
  /** Of the tokens that the gateway made, revoked ones too. */
  readonly digests?: readonly string[];
};
