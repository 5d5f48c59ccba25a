// How a refusal is explained, and the sentences that many explanations share: where Okta and Entra keep what is to be changed. Data alone.

export interface RefusalWords {
  /** A few words, for menus and lists. */
  readonly label: string;
  readonly meaning: string;
  readonly okta: string;
  readonly entra: string;
  /** For every other identity provider. */
  readonly other: string;
  /** What can be done in the gateway instead; empty where there is nothing. */
  readonly gateway: string;
}

export const OKTA_MAPPINGS = 'in Okta open the application, Provisioning, To App, Attribute Mappings';
export const OKTA_RETRY =
  'then open Dashboard, Tasks, select the failed assignment and choose Retry Selected';
export const ENTRA_MAPPINGS =
  'in the Entra admin center open the enterprise application, Provisioning, Edit attribute mapping';
export const ENTRA_RETRY = 'then run Provision on demand for the person, or wait for the next cycle';

/** A value that comes from a mapping. */
export function mapped(what: string, gateway = ''): Omit<RefusalWords, 'label' | 'meaning'> {
  return {
    okta: `${what}: ${OKTA_MAPPINGS}; ${OKTA_RETRY}.`,
    entra: `${what}: ${ENTRA_MAPPINGS}; ${ENTRA_RETRY}.`,
    other: `${what} in the attribute mapping of the identity provider, and send the request again.`,
    gateway,
  };
}

/** The connector itself sends it so; no mapping changes it. */
export function connector(what: string, gateway = ''): Omit<RefusalWords, 'label' | 'meaning'> {
  return {
    okta: `${what} Okta’s own connector does not send this: look whether a custom mapping, an event hook or a workflow does.`,
    entra: `${what} Look for a hand-made attribute mapping or expression in ${ENTRA_MAPPINGS.replace('in the ', 'the ')}; “Restore the default mappings” undoes it.`,
    other: `${what} The vendor of the connector can change it; give them the request shown here.`,
    gateway,
  };
}

/** Comes right by itself. */
export function waits(what: string, gateway = ''): Omit<RefusalWords, 'label' | 'meaning'> {
  return {
    okta: `${what} Okta tries again by itself; a task that is left over in Dashboard, Tasks is done with Retry Selected.`,
    entra: `${what} Entra tries again in its next cycle, within 40 minutes as a rule.`,
    other: `${what} Send the request again.`,
    gateway,
  };
}
