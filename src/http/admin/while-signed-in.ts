// Ends what lasts longer than a request when the one who asked for it has signed out. Knows no events.

import type { Who } from './who';

/** A sign-out holds within a second, for what is open too. */
const LOOK_EVERY_MS = 900;

/** Fires with `stopping`, and soon after who asked is no longer signed in. */
export function whileSignedIn(
  { isStillSignedIn }: Pick<Who, 'isStillSignedIn'>,
  stopping: AbortSignal,
): AbortSignal {
  const signedOut = new AbortController();
  const timer = setInterval(() => {
    isStillSignedIn().then(
      (isSignedIn) => {
        if (!isSignedIn) signedOut.abort();
      },
      // While the database is away nobody can sign out either; it is asked again.
      () => undefined,
    );
  }, LOOK_EVERY_MS);
  const both = AbortSignal.any([stopping, signedOut.signal]);
  both.addEventListener('abort', () => {
    clearInterval(timer);
  });
  return both;
}
