// The operations that show external people, and tell of User IDs. Change nothing.

import { personNow, teamNow } from '../../directory/answers/facts';
import { checkUserId } from '../../directory/answers/user-id-check';
import { DAY_MS } from '../../directory/days';
import { nameOrderOf } from '../directory/name-place';
import { filterOf, namesOf } from '../directory/person-row';
import { pageOf, placeAfter } from '../directory/place-cursor';
import { byName, shownTeam } from '../directory/team-shown';
import { userIdWords } from '../directory/user-id-words';
import type { EXTERNALS } from '../contract/externals';
import type { Operations } from '../operation';

export const externalOperations: Operations<typeof EXTERNALS> = {
  async 'externals.list'({ stores, customer, services }, { text, deleted, limit, cursor }) {
    const filter = filterOf({
      external: true,
      ...(text === undefined ? {} : { text }),
      ...(deleted ? {} : { signIn: 'live' }),
    });
    const [after] = placeAfter(cursor, 1) ?? [];
    const page = await pageOf(
      limit,
      (most) => stores.people.page(customer.id, { filter, limit: most, ...nameOrderOf(after) }),
      ({ place }) => [place],
    );
    const groups = await stores.history.groupsOf(
      customer.id,
      page.rows.map(({ user }) => user.id),
    );
    const now = services.now().getTime();
    const rows = page.rows.map(({ user }) => {
      const person = personNow(user);
      return {
        ...namesOf(person),
        email: person.email,
        since: user.created.toISOString(),
        days: Math.max(0, Math.floor((now - user.created.getTime()) / DAY_MS)),
        signIn: person.signIn,
        location: person.location,
        libraries: [...person.libraries],
        groups: (groups.get(user.id) ?? []).map((group) => shownTeam(teamNow(group))).sort(byName),
      };
    });
    return { rows, next: page.next };
  },

  async 'userids.check'({ stores, customer }, { userId }) {
    const answer = await checkUserId(stores.history, customer.id, userId);
    return {
      userId: 'userId' in answer ? answer.userId : userId,
      state: answer.state,
      words: userIdWords(userId, answer),
      reason: 'reason' in answer ? answer.reason : null,
      holder: 'holder' in answer ? namesOf(answer.holder) : null,
      deletedAt: 'deletedAt' in answer ? answer.deletedAt.toISOString() : null,
    };
  },
};
