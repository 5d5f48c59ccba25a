// The setting-up of an identity provider as this gateway shows it: what is written down, with its own address. Knows no connection.

import type { IdpKind } from '../directory/idp-kind';
import type { Guide } from './contract/connection-shapes';
import { ENTRA } from './guide/entra';
import { OKTA } from './guide/okta';
import { OTHER } from './guide/other';
import { BASE_URL, type GuideText } from './guide/text';

const TEXTS: Readonly<Record<IdpKind, GuideText>> = { entra: ENTRA, okta: OKTA, other: OTHER };

/** @param scimBase with `/scim/v2` */
export function guideOf(kind: IdpKind, scimBase: string): Guide {
  const { title, before, steps, mapping, afterwards } = TEXTS[kind];
  return {
    kind,
    title,
    before: [...before, ...reachWords(scimBase)],
    baseUrl: scimBase,
    header: 'Authorization: Bearer THE-TOKEN',
    steps: steps.map((step) => ({ ...step, copy: step.copy === BASE_URL ? scimBase : step.copy })),
    mapping: mapping.map((row) => ({ ...row })),
    afterwards: [...afterwards],
  };
}

/** What works in a browser beside the gateway works nowhere else. */
function reachWords(scimBase: string): readonly string[] {
  const { protocol, hostname } = new URL(scimBase);
  const isLocal = ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0'].includes(hostname);
  if (protocol === 'https:' && !isLocal) return [];
  return [
    `The base URL below is ${scimBase}, which no identity provider can reach from outside. Set PUBLIC_URL to the https address of the gateway and start it again.`,
  ];
}
