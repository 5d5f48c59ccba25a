/** How the tests run: TypeScript through swc, one real mongod for the whole run; whole processes one after the other. */
const PROCESSES = '<rootDir>/test/process/';

const shared = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  globalSetup: '<rootDir>/test/setup/start-mongod.ts',
  globalTeardown: '<rootDir>/test/setup/stop-mongod.ts',
};

module.exports = {
  // More would wait for the one mongod and for each other on two cores.
  maxWorkers: 2,
  testTimeout: 30_000,
  projects: [
    { ...shared, displayName: 'tests', testMatch: ['**/*.test.ts'], testPathIgnorePatterns: [PROCESSES] },
    {
      ...shared,
      displayName: 'processes',
      testMatch: [`${PROCESSES}**/*.test.ts`],
      runner: '<rootDir>/test/setup/serial-runner.cjs',
    },
  ],
};
