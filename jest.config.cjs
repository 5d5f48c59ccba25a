/** How the tests run: TypeScript through swc, one real mongod for the whole run. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  globalSetup: '<rootDir>/test/setup/start-mongod.ts',
  globalTeardown: '<rootDir>/test/setup/stop-mongod.ts',
  testTimeout: 30_000,
};
