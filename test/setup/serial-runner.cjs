/** Runs one test file at a time, for tests that measure how soon a real process does something. */
const { default: TestRunner } = require('jest-runner');

module.exports = class SerialRunner extends TestRunner {
  isSerial = true;
};
