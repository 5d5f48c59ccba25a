// Whether a User ID may still be given to somebody, in one sentence. Pure.

import type { UserIdAnswer } from '../../directory/answers/user-id-check';
import { dayOf } from './person-words';

export function userIdWords(asked: string, answer: UserIdAnswer): string {
  const shown = JSON.stringify('userId' in answer ? answer.userId : asked.slice(0, 80));
  switch (answer.state) {
    case 'free':
      return `${shown} is free: nobody has or ever had it.`;
    case 'unusable':
      return `${shown} cannot be given to anybody: ${answer.reason}.`;
    case 'in use':
      return `${shown} is in use by ${answer.holder.fullName}. Give somebody else another User ID.`;
    case 'burned':
      return `${shown} was ${answer.holder.fullName}'s, who was deleted on ${dayOf(answer.deletedAt)}. iManage never gives a User ID to a second person; if it is the same person, approve the return.`;
  }
}
