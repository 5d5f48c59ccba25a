// What one transaction remembers of the people it read and wrote: words of former names, which a record does not have, and which seat was taken or given up. Knows no session.

import { marksOf, seatOf, type DayMark, type Seat } from '../directory/day-marks';
import type { SearchForm } from '../directory/condition';
import type { DirectoryEvent } from '../directory/event';
import type { UserRecord } from '../directory/user-record';
import { formerAfter, userDocument, type UserDocument } from './documents';
import { userRecord } from './stored-record';

export interface UserMemory {
  know(document: UserDocument): UserRecord;
  /** The document as it was read, while it is of this version. */
  known(id: string, version: number): UserDocument | undefined;
  /** The document of the next version, or of the first one. */
  written(before: UserRecord | undefined, after: UserRecord, form: SearchForm): UserDocument;
  /** How the event is counted; nothing where the person's write was not seen here, and then it is counted from the events. */
  marksOf(event: DirectoryEvent): { readonly marks?: readonly DayMark[] };
}

export function createUserMemory(): UserMemory {
  const former = new Map<string, readonly string[]>();
  const read = new Map<string, UserDocument>();
  const steps = new Map<string, readonly [Seat, Seat]>();
  return {
    know(document) {
      read.set(document._id, document);
      if (document.former !== undefined) former.set(document._id, document.former);
      return userRecord(document);
    },

    known(id, version) {
      const document = read.get(id);
      return document?.version === version ? document : undefined;
    },

    written(before, after, form) {
      steps.set(versionKey(after.id, after.version), [seatOf(before), seatOf(after)]);
      const known = former.get(after.id) ?? [];
      const words = before === undefined ? [] : formerAfter(before, after, known);
      former.set(after.id, words);
      return userDocument(after, form, words);
    },

    marksOf(event) {
      if (event.resourceType !== 'User') return { marks: marksOf(event) };
      const step = steps.get(versionKey(event.resourceId, event.version));
      return step === undefined ? {} : { marks: marksOf(event, step) };
    },
  };
}

function versionKey(id: string, version: number): string {
  return `${id}/${version}`;
}
