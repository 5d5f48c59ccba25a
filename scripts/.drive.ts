import { openScene } from '../test/process/plans/scene';
import { everyDay, polls, searches, massChanges, knownOf } from '../test/process/plans/scim-drive';
import { driveAdmin } from '../test/process/plans/admin-drive';
import { judge } from '../test/process/plans/judge';
import { ALWAYS, IN_SEARCHES, IN_MASSES, FOR_ADMINS } from '../test/process/plans/exceptions';
import { writeFileSync } from 'node:fs';
async function main() {
  const t0 = Date.now(); const t = (m: string) => console.log(((Date.now()-t0)/1000).toFixed(1), m);
  const scene = await openScene(); t('scene');
  const stage = async (name: string, ex: any, work: () => Promise<unknown>) => {
    try { const r = await work(); if (r instanceof Map) console.log([...r]); } catch (e) { console.log('STAGE FAILED', name, e); }
    const noted = await scene.profile.take(); const v = judge(noted, ex);
    t(`${name}: ${noted.length} noted, ${v.faults.length} faults`); for (const f of v.faults) console.log('   ', f);
    writeFileSync(`/tmp/noted-${name}.json`, JSON.stringify(noted));
  };
  await stage('day', ALWAYS, async () => { await everyDay(scene); t('day done'); await polls(scene); });
  await stage('searches', [...ALWAYS, ...IN_SEARCHES], () => searches(scene));
  await stage('masses', [...ALWAYS, ...IN_MASSES], () => massChanges(scene));
  await stage('admin', [...ALWAYS, ...FOR_ADMINS], async () => {
    const { people, team, largest } = await knownOf(scene.large);
    const leaver = await scene.database.collection<{ _id: string }>('users').findOne({ customer: 'ajuba', live: false });
    const request = await scene.database.collection('requests').findOne({ customer: 'ajuba', status: { $gte: 400 } });
    return driveAdmin(scene.large, { person: people[0] ?? '', leaver: leaver?._id ?? '', team, largest, requestId: String(request?.['requestId']), made: new Map() });
  });
  for (const c of ['users','groups','memberships','events','requests','remembered','ownResources','alerts','days','traffic','sightings','imports','importRows','asyncRequests','eventTokens','processes','adminSessions','assertions','connections'])
    for (const s of await scene.database.collection(c).aggregate([{ $indexStats: {} }]).toArray()) if (Number(s.accesses.ops) === 0) console.log('UNUSED', c, s.name);
  await scene.close(); t('closed'); process.exit();
}
void main().catch((e) => { console.error(e); process.exit(1); });
