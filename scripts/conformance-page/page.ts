// Renders the requirements as the page CONFORMANCE.md; reads no file and judges nothing.

import { STATUSES, testsNamed, type Requirement, type Specification, type Status } from './requirements';
import type { TestNames } from './test-names';

const ORDER = Object.keys(STATUSES) as readonly Status[];
/** Of many tests for one line the first say enough. */
const TESTS_SHOWN_MAX = 3;

export function renderPage(specifications: readonly Specification[], names: TestNames): string {
  const lines = [
    '# Conformance',
    '',
    'Line by line: what the specifications ask of a SCIM service provider, whether the gateway does it, and the tests that show it.',
    'Made by `npm run conformance:page` from the requirements in `docs/requirements/` and the names of the tests; it is not made',
    'where a line that is met names a test that does not exist, and `npm test` fails where this page is older than its sources.',
    '',
    ...ORDER.map((status) => `- ${STATUSES[status]}: ${MEANINGS[status]}`),
    '',
    ...summary(specifications),
    ...specifications.flatMap((specification) => section(specification, names)),
  ];
  return `${lines.join('\n')}\n`;
}

const MEANINGS: Readonly<Record<Status, string>> = {
  met: 'for every connection, as it is written.',
  strict:
    'for connections with `"profile": "strict"`; others are answered as their identity provider needs it, under a named tolerance.',
  choice:
    'where the specification leaves it open, or asks for what iManage cannot have; the line says which.',
  not: 'the line says why.',
  other: 'asked of clients, of the firm’s TLS proxy, or of specifications that registries keep.',
};

function summary(specifications: readonly Specification[]): readonly string[] {
  const count = (rows: readonly Requirement[], status: Status): string =>
    String(rows.filter((row) => row.status === status).length);
  return [
    `| | ${ORDER.map((status) => STATUSES[status]).join(' | ')} |`,
    `|---|${ORDER.map(() => '---').join('|')}|`,
    ...specifications.map(
      ({ title, requirements }) =>
        `| [${title}](#${anchor(title)}) | ${ORDER.map((status) => count(requirements, status)).join(' | ')} |`,
    ),
    '',
  ];
}

function section(specification: Specification, names: TestNames): readonly string[] {
  const { title, source, about, requirements } = specification;
  return [
    `## ${title}`,
    '',
    ...(about === undefined ? [source] : [source, '', about]),
    '',
    '| § | requirement | | how, and where it is tested |',
    '|---|---|---|---|',
    ...requirements.map(
      (row) => `| ${row.section} | ${cell(row.requirement)} | ${STATUSES[row.status]} | ${how(row, names)} |`,
    ),
    '',
  ];
}

function how({ why, tests = [] }: Requirement, names: TestNames): string {
  const shown = tests.flatMap((cited) => {
    const found = testsNamed(cited, names);
    const file = cited.slice(0, cited.indexOf(': '));
    const more = found.length - TESTS_SHOWN_MAX;
    return [
      ...found.slice(0, TESTS_SHOWN_MAX).map((name) => `\`${file}\`: ${cell(open(name))}`),
      ...(more > 0 ? [`and ${more} more there`] : []),
    ];
  });
  return [...(why === undefined ? [] : [cell(why)]), ...shown].join('<br>');
}

/** What a table of cases fills into a name is left open. */
function open(name: string): string {
  return name.replaceAll(/%[sjidp]|\$\w+/g, '…');
}

/** As GitHub makes it of a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** Markdown of a table cell: pipes and brackets would end it or make something of it. */
function cell(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll(/[|<>*_[\]`]/g, String.raw`\$&`);
}
