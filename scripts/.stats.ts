import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../src/store/open-store';
async function main() {
  const c = new mongo.MongoClient(process.argv[2]!, CLIENT_OPTIONS); const db = c.db('imanage_scim');
  for (const n of ['users','groups','memberships','events','requests','days','traffic']) {
    const s = await db.command({ collStats: n });
    console.log(n, 'count', s['count'], 'avg', s['avgObjSize'], 'size', s['size'], 'storage', s['storageSize'], 'indexes', s['totalIndexSize']);
    for (const [k, v] of Object.entries(s['indexSizes'] as Record<string, number>)) console.log('   ', k, v, (v / Math.max(1, s['count'])).toFixed(1), 'B/doc');
  }
  await c.close();
}
void main();
