// Everything under /admin, in order: headers, sign-in, the API behind it, the console's files, and what is told where something goes wrong.

import express, { type ErrorRequestHandler, type Router } from 'express';
import type { AdminSessions } from '../../directory/admin-session';
import type { Logger } from '../../log/logger';
import { AdminFailure, NO_SUCH_ADDRESS } from '../../admin/failure';
import { createSignInProvider, type ProviderSettings } from '../../oauth/sign-in-provider';
import { createFailureLimit, type FailureCounts } from '../failure-limit';
import { consoleFiles } from './console-files';
import { adminFailureHandler } from './failure-handler';
import { adminToken, identifyAdmin } from './identify';
import { OIDC_START, oidcRoutes } from './oidc';
import { publicPlace } from './public-place';
import { adminApi, type AdminApiOptions } from './router';
import { createSessionKeeper, type AdminAccess } from './sessions';
import { signInRoutes } from './sign-in';
import { signInLog } from './sign-in-log';

export interface AdminEndpointOptions extends AdminApiOptions {
  readonly access: AdminAccess & {
    readonly oidc: (ProviderSettings & AdminAccess['oidc'] & { readonly label: string }) | null;
  };
  readonly sessions: AdminSessions;
  readonly limitCounts: FailureCounts;
  readonly publicUrl: string;
  /** Where the build put the console. */
  readonly consoleFolder: string;
  readonly logger: Logger;
  readonly now: () => Date;
}

/** To stand behind `adminHeaders`. */
export function adminEndpoint(options: AdminEndpointOptions): Router {
  const { access, publicUrl, now } = options;
  const place = publicPlace(publicUrl);
  const common = {
    ...options,
    place,
    keeper: createSessionKeeper(options),
    token: adminToken(access.tokenDigest, createFailureLimit('admin', options.limitCounts)),
    log: signInLog(options.logger),
  };
  const { oidc } = access;
  const button = oidc && { label: oidc.label, startUrl: `${place.prefix}${OIDC_START}` };
  const identify = identifyAdmin(common);
  const router = express.Router({ caseSensitive: true, strict: true });
  router.use(signInRoutes({ ...common, oidc: button }));
  if (oidc !== null) router.use(oidcRoutes({ ...common, provider: createSignInProvider(oidc, now) }));
  router.use('/admin/api', identify, adminApi(options));
  router.use(['/admin/api', '/admin/session'], identify, () => {
    throw new AdminFailure('notFound', NO_SUCH_ADDRESS);
  });
  router.use(consoleFiles({ folder: options.consoleFolder, prefix: place.prefix }));
  router.use('/admin', identify, () => {
    throw new AdminFailure('notFound', 'The pages of the console take GET and HEAD.');
  });
  router.use('/admin', asFailure, adminFailureHandler(options.logger));
  return router;
}

/** What Express itself refuses to read. */
const asFailure: ErrorRequestHandler = (error: unknown, _request, _response, next) => {
  const isUnreadable = error instanceof URIError;
  next(
    isUnreadable ? new AdminFailure('invalid', 'The address holds a "%" that stands for nothing.') : error,
  );
};
