// Reads from the sources of the tests what each of them is called; runs none of them.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** The names of the tests, `describe › it`, by the file that holds them, such as `http/users.test.ts`. */
export type TestNames = ReadonlyMap<string, readonly string[]>;

const SUITES = new Set(['describe']);
const TESTS = new Set(['it', 'test']);

export function readTestNames(folder: string): TestNames {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .toSorted();
  return new Map(files.map((file) => [relative('.', file), namesIn(join(folder, file))]));
}

function namesIn(path: string): readonly string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023, false);
  const names: string[] = [];
  const visit = (node: ts.Node, suites: readonly string[]): void => {
    const called = ts.isCallExpression(node) ? titled(node) : undefined;
    if (called === undefined) {
      ts.forEachChild(node, (child) => {
        visit(child, suites);
      });
      return;
    }
    const name = [...suites, called.title];
    if (called.isTest) names.push(name.join(' › '));
    // A suite holds tests, and the table of a test holds nothing that is called so.
    else
      ts.forEachChild(called.call, (child) => {
        visit(child, name);
      });
  };
  visit(source, []);
  return names;
}

interface Titled {
  readonly title: string;
  readonly isTest: boolean;
  readonly call: ts.CallExpression;
}

/** `it('…', …)`, `it.each([…])('…', …)`, `describe('…', …)`: what is called, and how. */
function titled(call: ts.CallExpression): Titled | undefined {
  const root = rootOf(call.expression);
  const [first] = call.arguments;
  if (root === undefined || first === undefined) return undefined;
  const title = textOf(first);
  // The table of `it.each([…])` is no title, and neither is that of `it.each` with a template.
  if (title === undefined || isTable(call)) return undefined;
  return { title, isTest: TESTS.has(root), call };
}

function isTable({ expression }: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 'each';
}

function rootOf(expression: ts.Expression): string | undefined {
  if (ts.isIdentifier(expression))
    return SUITES.has(expression.text) || TESTS.has(expression.text) ? expression.text : undefined;
  if (ts.isPropertyAccessExpression(expression) || ts.isCallExpression(expression))
    return rootOf(expression.expression);
  return undefined;
}

/** The words of a text; what a template fills in is left open. */
function textOf(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
}
