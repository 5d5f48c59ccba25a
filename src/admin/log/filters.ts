// From what an admin typed into the filters of the sync log to what the log is asked. Pure.

import { boundOf } from '../../directory/answers/moment';
import type { LogQuery } from '../../directory/sync-log';
import type { InputOf } from '../contract';
import type { LOG } from '../contract/log';

type Filters = InputOf<(typeof LOG)['log.export']>;

/** @throws DirectoryFailure `invalidValue` where a date is none */
export function queryOf({
  person,
  group,
  text,
  action,
  status,
  connection,
  rule,
  tolerance,
  from,
  to,
}: Filters): LogQuery {
  return {
    ...(person === undefined ? {} : { person }),
    ...(group === undefined ? {} : { group }),
    ...(text === undefined || text.trim() === '' ? {} : { text }),
    ...(action === undefined ? {} : { action }),
    ...(status === undefined ? {} : { status }),
    ...(connection === undefined ? {} : { connection }),
    ...(rule === undefined ? {} : { rule }),
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(from === undefined ? {} : { from: boundOf('from', from, 'from') }),
    ...(to === undefined ? {} : { to: boundOf('to', to, 'to') }),
  };
}
