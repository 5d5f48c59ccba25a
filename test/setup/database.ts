// Tells tests where the database of this test run is. Must not know how it was started.

/** The one real mongod of the run, a replica set with test commands enabled; names no database, so that each suite takes its own. */
export function testDatabaseUri(): string {
  const uri = process.env['TEST_MONGODB_URI'];
  if (uri === undefined)
    throw new Error(
      'TEST_MONGODB_URI is not set: run the tests with jest from the project folder, whose globalSetup starts mongod.',
    );
  return uri;
}
