// The list of people by name, whatever narrows it down, and how many there are of each kind: what answers for admins need of a store for it.

import type { EmailHolder } from './completeness';
import type { UserRecord } from './user-record';

type SignInState = 'enabled' | 'disabled' | 'deleted';

/** Absent members narrow nothing. */
export interface PeopleFilter {
  /** The beginnings of words (people-words.ts). */
  readonly text?: string;
  readonly states?: readonly SignInState[];
  readonly external?: boolean;
  /** Null: people without one. */
  readonly location?: string | null;
  readonly preferredLibrary?: string;
  readonly completeness?: 'ready' | 'incomplete';
  /** People who are signed in to no library. */
  readonly servesNobody?: true;
}

export interface PeoplePageRequest {
  readonly filter: PeopleFilter;
  readonly limit: number;
  /** The place of the last person of the page before. */
  readonly after?: string;
}

export interface ListedPerson {
  readonly user: UserRecord;
  /** Where the person stands in the order of names; unlike any other person's. */
  readonly place: string;
  /** Who else had the e-mail address first. */
  readonly holder: EmailHolder | undefined;
}

/** How many people of one kind are in one place. */
export interface PlaceCount {
  readonly location: string | null;
  readonly preferredLibrary: string;
  readonly state: SignInState;
  readonly external: boolean;
  /** Signed in to no library. */
  readonly servesNobody: boolean;
  /** iManage lacks something of each of them alone; whether another has the e-mail address does not count here. */
  readonly lacking: boolean;
  readonly people: number;
}

interface PeopleCounts {
  readonly internal: number;
  readonly external: number;
  readonly servingNobody: number;
  readonly disabled: number;
  readonly deleted: number;
  /** Of the people who are not deleted. */
  readonly incomplete: number;
}

export interface Census {
  readonly counts: PeopleCounts;
  readonly places: readonly PlaceCount[];
}

/** All of it answered from indexes; the documents that are read are those of the answer. */
export interface PeopleList {
  /** At most `limit` people; fewer only at the end. */
  page(customer: string, request: PeoplePageRequest): Promise<readonly ListedPerson[]>;
  /** All of them, in batches. */
  all(customer: string, filter: PeopleFilter): AsyncIterable<readonly ListedPerson[]>;
  /** Deleted people too. */
  person(customer: string, id: string): Promise<UserRecord | undefined>;
  /** Deleted people too, in no particular order. */
  people(customer: string, ids: readonly string[]): Promise<readonly UserRecord[]>;
  census(customer: string): Promise<Census>;
  countsByPlace(customer: string): Promise<readonly PlaceCount[]>;
  /** People who are not deleted, of whom iManage lacks something, and of whom nothing was changed since. */
  incomplete(
    customer: string,
    options: { readonly unchangedSince: Date; readonly most: number },
  ): Promise<{ readonly count: number; readonly people: readonly UserRecord[] }>;
  /** Whether somebody was kept before there was the list and is still to be given a place in it. */
  isPreparing(customer: string): Promise<boolean>;
  /** Gives places to those who have none; @returns how many */
  prepare(
    customer: string,
    options: { readonly stopping?: AbortSignal; readonly onProgress?: (done: number) => void },
  ): Promise<number>;
}
