// How long somebody outside may take to answer, and what it is called when there is no answer. Must not know what was asked.

/** After it was asked, the end of the process waits this long for the answer. */
const END_GRACE_MS = 2_000;

export function timeLimit(
  timeoutMs: number,
  stopping: AbortSignal,
): { readonly signal: AbortSignal; readonly end: () => void } {
  const limit = new AbortController();
  const cut = (): void => {
    limit.abort();
  };
  const timers = [setTimeout(cut, timeoutMs)];
  const cutSoon = (): void => {
    timers.push(setTimeout(cut, END_GRACE_MS));
  };
  if (stopping.aborted) cutSoon();
  else stopping.addEventListener('abort', cutSoon, { once: true });
  return {
    signal: limit.signal,
    end() {
      for (const timer of timers) clearTimeout(timer);
      stopping.removeEventListener('abort', cutSoon);
    },
  };
}

/** The name of what happened; the endpoint's address is nobody's who reads it. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'AbortError') return 'in time';
  const code = (error.cause as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : 'failed';
}
