// Gets one small JSON document from an issuer: no redirect, no long wait, no large answer. Knows nothing of its content.

const TIMEOUT_MS = 5_000;
const BYTES_MAX = 262_144;

export type FetchJson = (url: string) => Promise<unknown>;

/** @throws Error in plain words, for the log */
export const fetchJson: FetchJson = async (url) => {
  // A redirect could lead to a place that nobody configured, inside the own network too.
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { Accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  try {
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
    return JSON.parse(await boundedText(response, url)) as unknown;
  } finally {
    // What was not read is not waited for either; a body that was read to its end refuses, and that is fine.
    await response.body?.cancel().catch(() => undefined);
  }
};

async function boundedText(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > BYTES_MAX) throw new Error(`${url} answered more than ${BYTES_MAX} bytes`);
  }
  return Buffer.concat(chunks).toString('utf8');
}
