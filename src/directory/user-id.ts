// Which texts iManage can hold as a User ID (imanage-model.md §1, User), and the one with a suffix that stands in for a taken one.

/** 1–64 characters, no white space. */
const USER_ID = /^[\u0021-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]{1,64}$/u;
const WHITE_SPACE = /\s/u;
const LENGTH_MAX = 64;

export function isUsableUserId(text: string): boolean {
  return USER_ID.test(text) && !WHITE_SPACE.test(text);
}

/** `MDAVENPORT` and 2 make `MDAVENPORT-2`; a long one is shortened to make room. */
export function suffixedUserId(userId: string, number: number): string {
  const suffix = `-${number}`;
  return `${userId.slice(0, LENGTH_MAX - suffix.length)}${suffix}`;
}
