// The operation that shows the configuration in effect. Must not know what any of it does.

import type { SETTINGS } from '../contract/settings';
import type { Operations } from '../operation';

export const settingsOperations: Operations<typeof SETTINGS> = {
  'settings.show': ({ customer, stores }) =>
    Promise.resolve({
      groups: stores.gateway
        .settings(customer.id)
        .map(({ title, settings }) => ({ title, settings: settings.map((setting) => ({ ...setting })) })),
      says:
        'These come from the environment and the configuration file of the gateway. Whoever runs it changes them there and ' +
        'starts it again; libraries, roles, rules and connections are changed in this console.',
    }),
};
