import { startEmbeddedMongod } from '/work/wt/scale/src/store/embedded/mongod';
void startEmbeddedMongod({ dataDir: '/tmp/plans-data', mongodBinary: null, port: 47211, wiredTigerCacheGb: 0.5 }).then((m) => { console.log(m.uri); process.once('SIGINT', () => void m.stop().then(() => process.exit())); });
