/** Holds the count of rule tests in README.md against what ran; says nothing where only some of their files did. Knows no test. */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..');
const FOLDER = join(ROOT, 'test', 'rules');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.test.ts')).length;

module.exports = class RuleCountReporter {
  #fault;

  onRunComplete(_contexts, { testResults }) {
    const ran = testResults.filter(({ testFilePath }) => testFilePath.startsWith(FOLDER));
    if (ran.length < FILES || ran.some(({ testExecError }) => testExecError)) return;
    const tests = ran.reduce((sum, { testResults: each }) => sum + each.length, 0);
    const said = `${tests} tests in ${FILES} files`;
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8').replace(/\s+/g, ' ');
    if (readme.includes(said)) return;
    this.#fault = new Error(`README.md counts the rule tests in test/rules; it must say "${said}"`);
  }

  getLastError() {
    return this.#fault;
  }
};
