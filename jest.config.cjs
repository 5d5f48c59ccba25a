/** How the tests run: TypeScript through swc, one real mongod for the whole run; whole processes one after the other. */
const PROCESSES = '<rootDir>/test/process/';
const BROWSER = '<rootDir>/test/browser/';

/** Published as ES modules alone, which jest cannot require as Node does. */
const ES_MODULES = 'node_modules/(?:openid-client|oauth4webapi)/';
const swc = (syntax) => [
  '@swc/jest',
  { jsc: { target: 'es2022', parser: { syntax } }, module: { type: 'commonjs' } },
];

const shared = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  transform: { '^.+\\.ts$': swc('typescript'), [`${ES_MODULES}.+\\.js$`]: swc('ecmascript') },
  transformIgnorePatterns: [`<rootDir>/(?!${ES_MODULES})node_modules/`],
  globalSetup: '<rootDir>/test/setup/start-mongod.ts',
  globalTeardown: '<rootDir>/test/setup/stop-mongod.ts',
};

module.exports = {
  // More would wait for the one mongod and for each other on two cores.
  maxWorkers: 2,
  testTimeout: 30_000,
  testSequencer: '<rootDir>/test/setup/longest-first.cjs',
  reporters: ['default', '<rootDir>/test/setup/rule-count-reporter.cjs'],
  projects: [
    {
      ...shared,
      displayName: 'tests',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: [PROCESSES, BROWSER],
    },
    {
      ...shared,
      displayName: 'processes',
      testMatch: [`${PROCESSES}**/*.test.ts`],
      runner: '<rootDir>/test/setup/serial-runner.cjs',
    },
    {
      ...shared,
      displayName: 'browser',
      testMatch: [`${BROWSER}**/*.test.ts`],
    },
  ],
};
