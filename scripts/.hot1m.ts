import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../src/store/open-store';
import { startProfile, shapeOf } from '../test/process/plans/profile';
async function main() {
  const c = new mongo.MongoClient(process.argv[2]!, { ...CLIENT_OPTIONS, socketTimeoutMS: 0 }); const db = c.db('imanage_scim');
  const profile = await startProfile(db);
  const base = process.argv[3]!; const H = { Authorization: 'Bearer 0123456789abcdef0123456789abcdef0123456789abcdef', 'Content-Type': 'application/scim+json' };
  const ask = async (method: string, path: string, body?: object) => { const r = await fetch(base + path, { method, headers: H, ...(body ? { body: JSON.stringify(body) } : {}) }); const t = await r.text(); return { status: r.status, body: t ? JSON.parse(t) : {} }; };
  const q = (f: string) => encodeURIComponent(f);
  const u = (await ask('GET', '/Users?count=1&startIndex=500')).body.Resources[0];
  const g = (await ask('GET', `/Groups?excludedAttributes=members&filter=${q('displayName eq "Everybody 0"')}`)).body.Resources[0];
  await profile.take();
  const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
  const steps: [string, () => Promise<any>][] = [
    ['GET by id', () => ask('GET', `/Users/${u.id}`)],
    ['userName eq', () => ask('GET', `/Users?filter=${q(`userName eq "${u.userName}"`)}`)],
    ['externalId eq', () => ask('GET', `/Users?filter=${q(`externalId eq "seed-4711"`)}`)],
    ['emails work eq', () => ask('GET', `/Users?filter=${q(`emails[type eq "work"].value eq "${u.userName}"`)}`)],
    ['members.value eq', () => ask('GET', `/Groups?excludedAttributes=members&filter=${q(`members.value eq "${u.id}"`)}`)],
    ['group 1M without members', () => ask('GET', `/Groups/${g.id}?excludedAttributes=members`)],
    ['id and members eq', () => ask('GET', `/Groups?excludedAttributes=members&filter=${q(`id eq "${g.id}" and members.value eq "${u.id}"`)}`)],
    ['PATCH title', () => ask('PATCH', `/Users/${u.id}`, { schemas: [PATCH], Operations: [{ op: 'replace', path: 'title', value: `T ${Date.now()}` }] })],
    ['PATCH remove member', () => ask('PATCH', `/Groups/${g.id}`, { schemas: [PATCH], Operations: [{ op: 'remove', path: `members[value eq "${u.id}"]` }] })],
    ['PATCH add member', () => ask('PATCH', `/Groups/${g.id}`, { schemas: [PATCH], Operations: [{ op: 'add', path: 'members', value: [{ value: u.id }] }] })],
    ['first page of 100', () => ask('GET', `/Users?count=100`)],
    ['cursor page of 100', () => ask('GET', `/Users?count=100&cursor=`)],
    ['POST', () => ask('POST', '/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: `hot.${Date.now()}@x`, emails: [{ value: `hot.${Date.now()}@x`, type: 'work' }] })],
  ];
  for (const [name, step] of steps) {
    const { status } = await step();
    const n = (await profile.take()).filter((p) => /users|groups|memberships|events$/.test(p.ns) && !/changeStream|"marks"/.test(shapeOf(p)));
    console.log(name, status, n.length, 'commands', 'keys', n.reduce((s, p) => s + (p.keysExamined ?? 0), 0), 'docs', n.reduce((s, p) => s + (p.docsExamined ?? 0), 0), [...new Set(n.map((p) => `${p.ns.split('.')[1]} ${p.planSummary}`))].join('; '));
  }
  await db.command({ profile: 0 }); await db.dropCollection('system.profile'); await c.close();
}
void main();
