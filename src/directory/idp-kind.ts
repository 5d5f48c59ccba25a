// Which identity providers the gateway knows how to set up. Imports nothing, so that the console can take it.

export const IDP_KINDS = ['entra', 'okta', 'other'] as const;
export type IdpKind = (typeof IDP_KINDS)[number];

export const IDP_NAMES: Readonly<Record<IdpKind, string>> = {
  entra: 'Microsoft Entra ID',
  okta: 'Okta',
  other: 'Other (SCIM 2.0)',
};
