// Lets what several callers ask at about the same time be answered by one question. Must not know what is asked.

/** One question that answers many keys; resolves with what answers each of them. */
type AskAll<K, V> = (keys: readonly K[]) => Promise<(key: K) => V>;

/**
 * Gathers keys until everything that is ready to run has run: for callers that go on side by side.
 *
 * @param askAll when it rejects, all who asked are rejected with its error
 */
export function askedAtOnce<K, V>(askAll: AskAll<K, V>): (key: K) => Promise<V> {
  // After the microtasks: whoever goes on with the answer to a question before has asked the next one by then.
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      process.nextTick(resolve);
    });
  return gatheredUntil(askAll, turn);
}

/** So long the next question waits for the one under way, so that much comes together, and no longer, for that may be slow. */
const WAIT_MS_MAX = 5;

/**
 * Gathers keys while an earlier question of this kind is under way: the busier, the more is answered by one. Asked alone,
 * a key waits for nothing but the other requests that are there already.
 */
export function askedMeanwhile<K, V>(askAll: AskAll<K, V>): (key: K) => Promise<V> {
  let underWay = 0;
  let letGo = (): void => undefined;
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      if (underWay === 0) {
        setImmediate(resolve);
        return;
      }
      const overdue = setTimeout(resolve, WAIT_MS_MAX);
      letGo = () => {
        clearTimeout(overdue);
        resolve();
      };
    });
  const asking: AskAll<K, V> = async (keys) => {
    underWay += 1;
    try {
      return await askAll(keys);
    } finally {
      underWay -= 1;
      letGo();
    }
  };
  return gatheredUntil(asking, turn);
}

function gatheredUntil<K, V>(askAll: AskAll<K, V>, turn: () => Promise<void>): (key: K) => Promise<V> {
  let gathering: { readonly keys: K[]; readonly answers: Promise<(key: K) => V> } | undefined;
  const gather = (): NonNullable<typeof gathering> => {
    const keys: K[] = [];
    const answers = turn().then(() => {
      gathering = undefined;
      return askAll(keys);
    });
    return { keys, answers };
  };
  return async (key) => {
    gathering ??= gather();
    gathering.keys.push(key);
    return (await gathering.answers)(key);
  };
}

/**
 * Whoever asks for the same while an answer to it is under way is answered by the next one, which begins after they asked:
 * so all of them are told what is true after they asked, and no more than one is under way.
 */
export function askedInTurn<V>(): (key: string, ask: () => Promise<V>) => Promise<V> {
  const underWay = new Map<string, { readonly answer: Promise<V>; next?: Promise<V> }>();
  const begin = (key: string, ask: () => Promise<V>): Promise<V> => {
    const mine = { answer: ask() };
    underWay.set(key, mine);
    const end = (): void => {
      if (underWay.get(key) === mine) underWay.delete(key);
    };
    mine.answer.then(end, end);
    return mine.answer;
  };
  return (key, ask) => {
    const before = underWay.get(key);
    if (before === undefined) return begin(key, ask);
    const goOn = (): Promise<V> => begin(key, ask);
    before.next ??= before.answer.then(goOn, goOn);
    return before.next;
  };
}
