/** The tests in the browser take longest by far and come first, so that nobody waits for them at the end. */
const { default: Sequencer } = require('@jest/test-sequencer');

module.exports = class LongestFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    const isInBrowser = ({ path }) => /[\\/]test[\\/]browser[\\/]/.test(path);
    return [...sorted.filter(isInBrowser), ...sorted.filter((test) => !isInBrowser(test))];
  }
};
