// A fetch that reads no large answer, for libraries that speak with an issuer by themselves. Knows nothing of what is asked.

const BYTES_MAX = 262_144;

type Asked = Parameters<typeof fetch>;

/** @throws Error in plain words, for the log */
export async function boundedFetch(url: Asked[0], options: Asked[1]): Promise<Response> {
  const response = await fetch(url, options);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop by an error cancels the rest.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > BYTES_MAX) throw new Error(`${response.url} answered more than ${BYTES_MAX} bytes`);
  }
  const { status, statusText, headers } = response;
  const mayHaveBody = status !== 204 && status !== 304;
  return new Response(mayHaveBody ? Buffer.concat(chunks) : null, { status, statusText, headers });
}
