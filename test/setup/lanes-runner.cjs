/**
 * Runs the tests of whole processes one after the other, and beside them those in the browser, one after the other too:
 * what measures how soon a real process does something has a core of its own.
 */
const { default: TestRunner } = require('jest-runner');

module.exports = class LanesRunner extends TestRunner {
  isSerial = true;

  constructor(globalConfig, context) {
    super({ ...globalConfig, maxWorkers: 1 }, context);
  }

  async runTests(tests, watcher) {
    const isInBrowser = ({ path }) => /[\\/]test[\\/]browser[\\/]/.test(path);
    const lanes = [tests.filter(isInBrowser), tests.filter((test) => !isInBrowser(test))];
    // Each lane is a worker process of its own.
    await Promise.all(
      lanes.filter((lane) => lane.length > 0).map((lane) => super.runTests(lane, watcher, { serial: false })),
    );
  }
};
