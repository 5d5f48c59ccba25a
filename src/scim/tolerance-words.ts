// What each tolerance means to an admin who reads the sync log. Data alone; how each is judged stands in tolerance.ts.

import { isRefusable, type Tolerance } from './tolerance';

/** A tolerance without a sentence does not compile. */
const WORDS: Readonly<Record<Tolerance, string>> = {
  'op-letter-case':
    'The operation was written in other letter case, such as Replace for replace; Entra does so.',
  'path-less': 'The change came without a path, as an object of attributes.',
  'element-path': 'The change named a whole element of a list by a filter.',
  'many-selected': 'The filter of the change selected several values, and all of them were changed.',
  'element-created': 'The change spoke of an element that was not there yet; it was created. Entra does so.',
  'nothing-removed': 'Something was to be removed that was not there; nothing changed.',
  'value-list-removed': 'Only the values that the removal lists were removed; Entra does so.',
  'remove-value-ignored': 'The value of a removal says nothing and was passed over.',
  'dotted-key': 'An attribute was named with a dot or a colon in one text; Entra does so.',
  'urn-omitted': 'An attribute of an extension was named without the name of its schema.',
  'read-only-echoed': 'A read-only attribute was sent back and left out; Okta does so.',
  'unknown-ignored': 'An attribute that no schema has was left out.',
  'schemas-missing': 'The body did not say which schemas it follows.',
  'schemas-incomplete': 'The body did not name all schemas that it uses.',
  'text-boolean': 'True or false came as a text, such as "False"; Entra does so without its feature flag.',
  'text-number': 'A number came as a text.',
  'wrapped-boolean': 'True or false came inside an object or a list.',
  'text-as-value': 'A text came where an object with a value is meant.',
  'single-as-list': 'One value came where a list is meant.',
  'list-as-single': 'A list of one value came where one value is meant.',
  'null-unassigns': 'An empty value took the attribute away.',
  'duplicate-merged': 'A value that was given twice was kept once.',
  'one-primary-kept': 'Several values were marked as primary; the last of them stayed so.',
  'unknown-member-skipped': 'A member who does not exist here was left out; all others were taken.',
  'unknown-library-prefix':
    'The name of the group has a slash but begins with no library, so the group is global.',
  'password-not-kept':
    'A password came along and was thrown away: people sign in through the identity provider.',
  'parameter-ignored': 'A query parameter that means nothing here was passed over.',
  'plain-json': 'The body was sent as application/json instead of application/scim+json.',
  'read-only-ignored': 'Read-only attributes in the body were passed over, as the standard has it.',
  'nested-member-kept': 'Somebody stays in the group because a nested group brings them in.',
};

/** In the words of an admin; a name that is none any more stands for itself. */
export function toleranceMeaning(name: string): string {
  return isTolerance(name) ? WORDS[name] : name;
}

export function toleranceLabel(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;
}

export const TOLERANCES = Object.keys(WORDS) as readonly Tolerance[];

/** What may be done about it: most can be refused by the connection. */
function isTolerance(name: string): name is Tolerance {
  return isRefusable(name) || Object.hasOwn(WORDS, name);
}
