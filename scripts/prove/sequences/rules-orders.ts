// Owns that a request which says one thing of one library is carried out, whatever was asked before (imanage-model.md §2, §3.10). Reads no database.
import { breachOf, type Breach } from './breach';
import { IMANAGE_USER, objectsIn, sameText, textIn, type Json } from './call';
import type { Step } from './replay';

const FLAG = /:libraries\[value eq "(\w+)"\]\.signInEnabled$/;

/** Where several operations speak of libraries, their precedence decides; here only one does. */
export function orderBreaches({ call, isDone, number, after }: Step): readonly Breach[] {
  const [order, ...others] = objectsIn(call.body?.['Operations']).filter(isOfLibraries);
  const library = FLAG.exec(textIn(order?.['path']))?.[1];
  if (!isDone || order === undefined || others.length > 0 || library === undefined) return [];
  const rows = objectsIn(after.users.get(call.target ?? '')?.['libraries']);
  const is = rows.find((row) => row['library'] === library)?.['signInEnabled'];
  const asked = sameText(String(order['value']), 'true');
  const text = `the sign-in of ${library} was to be ${asked} for ${call.target ?? ''} and is ${String(is)}`;
  return is === asked ? [] : [breachOf('order', number)(text)];
}

/** The names stand in the path or, without one, in the value. */
function isOfLibraries(operation: Json): boolean {
  const text = JSON.stringify(operation);
  return text.includes(IMANAGE_USER) || text.includes('roles');
}
