// The words by which alerts and notices are told apart; known to the console too. Pure.

/**
 * - `mass-disable`: more people lost their sign-in than the brake lets through
 * - `refused-disable`: somebody should have lost the sign-in and did not
 * - `silent-idp`: nothing came from an identity provider for longer than two sync periods
 * - `incomplete-users`: people whom iManage cannot hold yet, for longer than they may be
 * - `notice-failed`: alerts cannot be delivered to where they are to be sent
 */
export const ALERT_KINDS = [
  'mass-disable',
  'refused-disable',
  'silent-idp',
  'incomplete-users',
  'notice-failed',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** `open`: nobody said anything of it; `acknowledged`: somebody has it in hand; `ended`: it is no longer so. */
export const ALERT_STATES = ['open', 'acknowledged', 'ended'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** Where notices go: what the operator configured for every customer, and what is configured for this one. */
export const NOTICE_TARGETS = ['gatewayWebhook', 'gatewayEmail', 'customerWebhook', 'customerEmail'] as const;
export type NoticeTarget = (typeof NOTICE_TARGETS)[number];

export const NOTICE_STATES = ['waiting', 'sent', 'failing', 'givenUp'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

export const NOTICE_NAMES: Readonly<Record<NoticeTarget, string>> = {
  gatewayWebhook: 'webhook of the gateway',
  gatewayEmail: 'e-mail addresses of the gateway',
  customerWebhook: 'webhook of this customer',
  customerEmail: 'e-mail addresses of this customer',
};
