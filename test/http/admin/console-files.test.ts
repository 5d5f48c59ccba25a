// The console's files and the headers of everything under /admin (reliability.md W1, W6).
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { consoleFiles } from '../../../src/http/admin/console-files';
import { adminFailureHandler } from '../../../src/http/admin/failure-handler';
import { adminHeaders } from '../../../src/http/admin/headers';
import { createLogger } from '../../../src/log/logger';
import { startTestGateway, type TestGateway } from '../gateway';

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');
const HTML =
  '<meta name="csp-nonce" content="__NONCE__"><meta name="base" content="__BASE__"><script src="/admin/assets/app-1a2b.js">';
const SCRIPT = `console.log(${JSON.stringify('x'.repeat(2_000))});`;

const logger = createLogger({ level: 'error', format: 'json' });
let folder: string;
const servers: Server[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'console-'));
  await mkdir(join(folder, 'console', 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'not of the console');
  await writeFile(join(folder, 'console', 'index.html'), HTML);
  await writeFile(join(folder, 'console', 'icon.svg'), '<svg/>');
  await writeFile(join(folder, 'console', 'assets', 'app-1a2b.js'), SCRIPT);
});
afterAll(async () => {
  for (const server of servers) server.close();
  await rm(folder, { recursive: true });
});

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The path letter by letter, as no client library sends it. */
async function ask(
  rootUrl: string,
  { method = 'GET', path, headers = {} }: Asked,
): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }> {
  const { hostname, port } = new URL(rootUrl);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers }, (answer) => {
      textOf(answer).then((text) => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      }, reject);
    });
    request.on('error', reject);
    request.end();
  });
}

/** The files alone, in this folder and under this public URL. */
async function serving(name: string, publicUrl = 'https://gateway.example', prefix = ''): Promise<string> {
  const app = express();
  app.use('/admin', adminHeaders(publicUrl));
  app.use(consoleFiles({ folder: join(folder, name), prefix }));
  app.use(adminFailureHandler(logger));
  const server = app.listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the page of the console', () => {
  it('comes for every address below /admin, each time with a nonce of its own in page and policy', async () => {
    const url = await serving('console');
    const nonces = new Set<string>();
    for (const path of ['/admin/', '/admin/people', '/admin/people/0199-a/b', '/admin/log?x=1']) {
      const answer = await fetch(`${url}${path}`);
      const nonce = /name="csp-nonce" content="([^"]{22,})"/.exec(await answer.text())?.[1] ?? '';
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ]);
      expect(answer.headers.get('content-security-policy')).toBe(
        CSP.replace("style-src 'self'", `style-src 'self' 'nonce-${nonce}'`),
      );
      expect(answer.headers.get('cache-control')).toBe('no-store');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(4);
  });

  it('says where a proxy put it', async () => {
    const text = await (
      await fetch(`${await serving('console', 'https://x.example/gw', '/gw')}/admin/`)
    ).text();
    expect(text).toContain('content="/gw"');
    expect(text).toContain('src="/gw/admin/assets/app-1a2b.js"');
  });

  it('is led to from /admin', async () => {
    const answer = await fetch(`${await serving('console')}/admin`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([308, '/admin/']);
  });

  it('says in plain words that it was not built', async () => {
    const answer = await fetch(`${await serving('nowhere')}/admin/`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8']);
    expect(await answer.text()).toContain('npm run build');
  });
});

describe('files of the console', () => {
  it('are kept by browsers for ever where the name tells the content, and compressed', async () => {
    const url = `${await serving('console')}/admin/assets/app-1a2b.js`;
    const answer = await fetch(url);
    expect(await answer.text()).toBe(SCRIPT);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
      vary: 'Accept-Encoding',
    });
    const plain = await fetch(url, { headers: { 'Accept-Encoding': 'identity' } });
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, SCRIPT]);
  });

  it('that may change under their name are asked for again', async () => {
    const answer = await fetch(`${await serving('console')}/admin/icon.svg`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache']);
  });

  it.each([
    '/admin/assets/nothing.js',
    '/admin/nothing.png',
    '/admin/index.html',
    '/admin/assets/..%2f..%2fsecret.txt',
    '/admin/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/admin/..%2fsecret.txt',
    '/admin/..%5csecret.txt',
    '/admin/assets/.hidden',
    '/admin/assets/app-1a2b.js%00.css',
  ])('are nowhere else: %s', async (path) => {
    const answer = await ask(await serving('console'), { method: 'GET', path });
    expect([path, answer.status]).toEqual([path, 404]);
    expect(answer.text).not.toContain('not of the console');
  });
});

describe('every answer under /admin', () => {
  const ADMIN_TOKEN = randomBytes(32).toString('hex');
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ env: { ADMIN_TOKEN, PUBLIC_URL: 'https://gateway.example' } });
  });
  afterAll(() => gateway.close());

  const PATHS = [
    '/admin',
    '/admin/',
    '/admin/people',
    '/admin/assets/nothing.js',
    '/admin/session',
    '/admin/session/nothing',
    '/admin/api',
    '/admin/api/customers/default/nothing',
    '/admin/%E0%A4%A',
    `/admin/${'x'.repeat(9_000)}`,
  ];
  const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

  it('forbids what the console does not need, and is kept by nobody', async () => {
    for (const path of PATHS)
      for (const method of METHODS)
        for (const headers of [{}, { Authorization: `Bearer ${ADMIN_TOKEN}` }]) {
          const answer = await ask(gateway.rootUrl, { method, path, headers });
          const request = `${method} ${path.slice(0, 60)} ${answer.status}`;
          const { headers: told } = answer;
          // 503: where the console was not built.
          expect([request, answer.status >= 500 && answer.status !== 503]).toEqual([request, false]);
          const policy = String(told['content-security-policy']);
          expect([request, policy.replace(/ 'nonce-[^']+'/, '')]).toEqual([request, CSP]);
          expect([request, policy.includes('unsafe')]).toEqual([request, false]);
          expect([request, told]).toEqual([
            request,
            expect.objectContaining({
              'cache-control': 'no-store',
              'x-content-type-options': 'nosniff',
              'referrer-policy': 'same-origin',
              'cross-origin-opener-policy': 'same-origin',
              'cross-origin-resource-policy': 'same-origin',
              'permissions-policy': expect.stringContaining('camera=()') as string,
            }),
          ]);
          expect([request, told['x-powered-by'], told['access-control-allow-origin']]).toEqual([
            request,
            undefined,
            undefined,
          ]);
          expect([request, told['strict-transport-security']]).toEqual([request, 'max-age=31536000']);
        }
  });

  it('says nothing of https where the gateway has none', async () => {
    const url = await serving('console', 'http://127.0.0.1:8080');
    expect((await fetch(`${url}/admin/`)).headers.get('strict-transport-security')).toBeNull();
  });

  it('tells a stranger of no API but that a sign-in is needed', async () => {
    const bodies = new Set<string>();
    for (const path of ['/admin/api', '/admin/api/customers/default/log', '/admin/api/customers/none/log'])
      for (const method of METHODS.filter((each) => each !== 'HEAD')) {
        const answer = await ask(gateway.rootUrl, { method, path });
        expect([path, method, answer.status]).toEqual([path, method, 401]);
        expect(answer.headers['www-authenticate']).toBe('Bearer realm="admin"');
        bodies.add(answer.text);
      }
    expect(bodies.size).toBe(1);
  });

  it('refuses to sign anybody in where browsers would not keep the cookie', async () => {
    const plain = await startTestGateway({ env: { ADMIN_TOKEN, PUBLIC_URL: 'http://gateway.example' } });
    const answer = await fetch(`${plain.rootUrl}/admin/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: 'http://gateway.example' },
      body: JSON.stringify({ token: ADMIN_TOKEN }),
    });
    await plain.close();
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('https')]);
  });
});
