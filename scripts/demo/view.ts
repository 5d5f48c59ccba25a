// Owns what the demonstration sees of iManage: its people and groups, read back over SCIM. Knows no story and no words.
import { exchange } from '../replay/exchange';
import { valueAt } from '../replay/expectation';
import type { Target } from '../replay/engine';

export interface Assignment {
  readonly library: string;
  readonly role: string;
  readonly signIn: boolean;
}

export interface Person {
  readonly name: string;
  readonly loginName: string;
  readonly userId: string;
  readonly signIn: boolean;
  readonly email: string;
  readonly title: string;
  readonly department: string;
  readonly location: string;
  readonly external: boolean;
  readonly preferredLibrary: string;
  readonly assignments: readonly Assignment[];
  readonly groups: readonly string[];
  /** What iManage still needs before it can hold the person. */
  readonly missing: readonly string[];
}

export interface Group {
  readonly name: string;
  readonly groupId: string;
  /** Empty for a global group. */
  readonly library: string;
  readonly enabled: boolean;
  readonly size: number;
}

/** By SCIM id. */
export interface View {
  readonly people: ReadonlyMap<string, Person>;
  readonly groups: ReadonlyMap<string, Group>;
}

const IMANAGE_USER = '/urn:ietf:params:scim:schemas:extension:imanage:2.0:User';
const IMANAGE_GROUP = '/urn:ietf:params:scim:schemas:extension:imanage:2.0:Group';
const DEPARTMENT = '/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/department';

const PEOPLE = '/Users?count=200&filter=userName%20ew%20%22%40ajuba-law.example%22';
const GROUPS = '/Groups?count=200&filter=displayName%20sw%20%22Ajuba%20%22';

/** Only the demonstration's own people and groups, so that it can run beside others. */
export async function readView(target: Target): Promise<View> {
  const [users, groups] = [await readList(target, PEOPLE), await readList(target, GROUPS)];
  return {
    people: new Map(users.map((user) => [textAt(user, '/id'), personOf(user)])),
    groups: new Map(groups.map((group) => [textAt(group, '/id'), groupOf(group)])),
  };
}

async function readList({ baseUrl, token }: Target, path: string): Promise<readonly unknown[]> {
  const headers = { Authorization: `Bearer ${token}`, Accept: 'application/scim+json' };
  const answer = await exchange(baseUrl, { method: 'GET', path, headers });
  if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status} ${answer.text}`);
  return listAt(JSON.parse(answer.text), '/Resources');
}

function personOf(user: unknown): Person {
  const emails = listAt(user, '/emails');
  const email = emails.find((candidate) => valueAt(candidate, '/primary') === true) ?? emails[0];
  return {
    name: textAt(user, '/displayName') || textAt(user, '/userName'),
    loginName: textAt(user, '/userName'),
    userId: textAt(user, `${IMANAGE_USER}/userId`),
    signIn: valueAt(user, '/active') === true,
    email: textAt(email, '/value'),
    title: textAt(user, '/title'),
    department: textAt(user, DEPARTMENT),
    location: textAt(user, `${IMANAGE_USER}/location`),
    external: valueAt(user, `${IMANAGE_USER}/external`) === true,
    preferredLibrary: textAt(user, `${IMANAGE_USER}/preferredLibrary`),
    assignments: listAt(user, `${IMANAGE_USER}/libraries`).map((row) => ({
      library: textAt(row, '/value'),
      role: textAt(row, '/role'),
      signIn: valueAt(row, '/signInEnabled') === true,
    })),
    groups: listAt(user, '/groups').map((group) => textAt(group, '/display') || textAt(group, '/value')),
    missing: listAt(user, `${IMANAGE_USER}/provisioning/missing`).map(String),
  };
}

function groupOf(group: unknown): Group {
  return {
    name: textAt(group, '/displayName'),
    groupId: textAt(group, `${IMANAGE_GROUP}/groupId`),
    library: textAt(group, `${IMANAGE_GROUP}/library`),
    enabled: valueAt(group, `${IMANAGE_GROUP}/enabled`) === true,
    size: listAt(group, '/members').length,
  };
}

function textAt(document: unknown, pointer: string): string {
  const value = valueAt(document, pointer);
  return typeof value === 'string' ? value : '';
}

function listAt(document: unknown, pointer: string): readonly unknown[] {
  const value = valueAt(document, pointer);
  return Array.isArray(value) ? value : [];
}
