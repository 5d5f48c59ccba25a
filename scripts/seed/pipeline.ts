// Owns sending batches to a database, several on their way while the next one is made, and telling how far all of them came. Must not know what is sent.

/** So many that the database always has one to work on. */
const AT_ONCE = 4;

interface Pipeline<B> {
  readonly send: (batch: B) => Promise<void>;
  /** In the order of the batches: all up to this one are stored. */
  readonly onStored: (batch: B) => Promise<void>;
  readonly stopping: AbortSignal;
}

/** What is on its way when it is stopped, or when one fails, is awaited first. @throws the signal's reason, or what a batch failed with */
export async function sendInOrder<B>(
  batches: Iterable<B>,
  { send, onStored, stopping }: Pipeline<B>,
): Promise<void> {
  const open: { readonly batch: B; readonly sent: Promise<void> }[] = [];
  const settleFirst = async (): Promise<void> => {
    const first = open.shift();
    if (first === undefined) return;
    await first.sent;
    await onStored(first.batch);
  };
  try {
    for (const batch of batches) {
      if (stopping.aborted) break;
      const sent = send(batch);
      // Whoever awaits it is told; until then somebody else may be awaited.
      sent.catch(() => undefined);
      open.push({ batch, sent });
      if (open.length === AT_ONCE) await settleFirst();
    }
    while (open.length > 0) await settleFirst();
  } finally {
    await Promise.allSettled(open.map(({ sent }) => sent));
  }
  stopping.throwIfAborted();
}
