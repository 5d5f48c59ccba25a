// A server in front of the bare floor that tells something else in every answer. Must not know who believes it.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** In front of the floor: each answer that has something in it says something else, each that is empty is a refusal. */
export async function startLiar(port: number): Promise<Server> {
  const liar = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const { method = 'GET', url = '' } = request;
      const body = method === 'GET' ? {} : { body: Buffer.concat(chunks) };
      const answer = await fetch(`http://127.0.0.1:${port}${url}`, { method, ...body });
      const text = await answer.text();
      const lie = text
        .replaceAll('"id":"', '"id":"not-')
        .replaceAll('"displayName":"', '"displayName":"Not ')
        .replaceAll('"userName":"', '"userName":"not-')
        .replaceAll('"value":"', '"value":"not-')
        .replaceAll('"status":"201"', '"status":"409"')
        .replace(/"totalResults":(\d+)/, (_, total) => `"totalResults":${Number(total) + 1}`);
      response.writeHead(text === '' ? 409 : answer.status).end(lie);
    })().catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(liar, 'listening');
  return liar;
}
