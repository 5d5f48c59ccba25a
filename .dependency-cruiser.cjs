// The layer rules of the house: main -> app -> http -> scim -> directory <- store. Nothing points back.
const layer = (name) => `^src/${name}(/|\\.ts$)`;
const only = (from, allowed, comment) => ({
  name: `${from}-imports`,
  comment,
  severity: 'error',
  from: { path: layer(from) },
  to: { path: '^src/', pathNot: [from, ...allowed].map(layer) },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.d\\.ts$'] },
      to: {},
    },
    only('directory', [], 'The iManage rules are pure: they know nothing of Express, SCIMMY or Mongoose.'),
    only('store', ['directory'], 'The store keeps what the directory says; it knows no SCIM and no HTTP.'),
    only('scim', ['directory'], 'SCIM speaks to the directory through its ports; it knows no store.'),
    only(
      'openapi',
      ['admin', 'scim', 'directory'],
      'The description of the API is made from the schemas, not from HTTP.',
    ),
    only(
      'oauth',
      ['directory'],
      'The authorization server decides about tokens; it knows no HTTP and no SCIM.',
    ),
    only(
      'http',
      ['admin', 'openapi', 'oauth', 'scim', 'directory', 'log'],
      'HTTP knows no store and no configuration.',
    ),
    only(
      'delivery',
      ['scim', 'directory', 'log'],
      'What is delivered is known to SCIM; delivery knows no HTTP server and no store.',
    ),
    only('config', [], 'Configuration is a pure parser.'),
    only('log', [], 'Logging knows nothing of what it logs.'),
    only(
      'start',
      ['app', 'admin', 'config', 'http', 'oauth', 'scim', 'directory', 'store', 'log', 'delivery'],
      'Wires the layers together; main starts it.',
    ),
    only(
      'admin',
      ['scim', 'directory'],
      'What admins ask and do goes through the same ports and rules as what SCIM sends.',
    ),
    {
      name: 'console-imports',
      comment: 'The web pages know what operations take and answer, and nothing else of the server.',
      severity: 'error',
      from: { path: layer('console') },
      to: { path: '^src/', pathNot: ['^src/console/', '^src/admin/(contract/|(contracts?|place)\\.ts$)'] },
    },
    {
      name: 'contracts-import-no-server',
      comment: 'They travel into the browser.',
      severity: 'error',
      from: { path: '^src/admin/(contract/|(contracts?|place)\\.ts$)' },
      to: { path: '^src/', pathNot: ['^src/admin/(contract/|contracts?\\.ts$)', '^src/directory/'] },
    },
    only(
      'cli',
      ['admin', 'config', 'scim', 'directory', 'store', 'log', 'start'],
      'The command line is a second way into the directory, beside HTTP; operations are wired for it as for a gateway.',
    ),
    only(
      'app',
      ['admin', 'http', 'openapi', 'scim', 'directory', 'log'],
      'The application gets its services as arguments.',
    ),
    {
      name: 'express-in-http-only',
      severity: 'error',
      from: { path: '^src/(directory|store|config|log|oauth)' },
      to: { path: 'node_modules/(express|passport|passport-http-bearer|scimmy|scimmy-routers)/' },
    },
    {
      name: 'mongoose-in-store-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store' },
      to: { path: 'node_modules/(mongoose|mongodb|mongodb-memory-server.*)/' },
    },
    {
      name: 'scimmy-in-one-room',
      comment: 'SCIMMY must never see a client’s text; one folder knows it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/scim/scimmy' },
      to: { path: 'node_modules/(scimmy|scimmy-routers)/' },
    },
    {
      name: 'no-dev-dependencies-in-src',
      comment: 'The console is built ahead: what it is made of is there when it is built.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/console/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'types'] },
  },
};
