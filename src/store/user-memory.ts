// What one transaction remembers of the people it read and wrote: by what words somebody is found, which a record does not have, and which seat was taken or given up. Knows no session.

import { marksOf, seatOf, type DayMark, type Seat } from '../directory/day-marks';
import type { SearchForm } from '../directory/condition';
import type { DirectoryEvent } from '../directory/event';
import type { UserRecord } from '../directory/user-record';
import { foundAfter, foundBy, type FoundBy } from '../directory/people-words';
import { userDocument, type UserDocument } from './documents';
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
  const found = new Map<string, Found>();
  const read = new Map<string, UserDocument>();
  const steps = new Map<string, readonly [Seat, Seat]>();
  return {
    know(document) {
      read.set(document._id, document);
      found.set(document._id, foundIn(document));
      return userRecord(document);
    },

    known(id, version) {
      const document = read.get(id);
      return document?.version === version ? document : undefined;
    },

    written(before, after, form) {
      steps.set(versionKey(after.id, after.version), [seatOf(before), seatOf(after)]);
      const now =
        before === undefined
          ? foundBy(after)
          : foundAfter(before, after, foundBefore(before, found.get(after.id)));
      found.set(after.id, { ...now, version: after.version });
      return userDocument(after, form, now);
    },

    marksOf(event) {
      if (event.resourceType !== 'User') return { marks: marksOf(event) };
      const step = steps.get(versionKey(event.resourceId, event.version));
      return step === undefined ? {} : { marks: marksOf(event, step) };
    },
  };
}

/** By what the person of a version is found. */
interface Found extends FoundBy {
  readonly version: number;
}

/** Documents from before the list of people lack it until a start gives it to them. */
function foundIn(document: UserDocument): Found {
  const { version, words, former = [] } = document;
  return { version, ...(words === undefined ? foundBy(userRecord(document), former) : { words, former }) };
}

function foundBefore(before: UserRecord, known: Found | undefined): FoundBy {
  return known?.version === before.version ? known : foundBy(before, known?.former);
}

function versionKey(id: string, version: number): string {
  return `${id}/${version}`;
}
