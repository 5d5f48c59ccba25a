// The console's own files, as the build left them: its page for every address below /admin, and what the page needs. Knows nothing of what they show.

import express, { type RequestHandler, type Response, type Router } from 'express';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { AdminFailure } from '../../admin/failure';
import { allowStyles } from './headers';

/** The hash in the name is that of the content. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const NOT_BUILT =
  'The console was not built. Run "npm run build" where the gateway is installed, then start it again. ' +
  'The admin API under /admin/api and the command line work without it.\n';
const COMPRESSIBLE: ReadonlySet<string> = new Set(['.js', '.css', '.svg', '.json']);

export interface ConsoleFiles {
  /** Where the build put them. */
  readonly folder: string;
  /** What a proxy has in front of our paths. */
  readonly prefix: string;
}

/** Open to everybody: they hold no customer's data, and the page asks whoever opens it to sign in. */
export function consoleFiles({ folder, prefix }: ConsoleFiles): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.get('/admin', (_request, response) => {
    response.redirect(308, `${prefix}/admin/`);
  });
  router.get('/admin/assets/:name', asset(join(folder, 'assets')));
  router.get('/admin/:name', otherFile(folder));
  router.get('/admin/{*page}', page(folder, prefix));
  return router;
}

/** Compressed once and kept, since there are few and each is asked for by every browser. */
function asset(folder: string): RequestHandler {
  const compressed = new Map<string, Promise<Buffer>>();
  return async (request, response) => {
    const name = String(request.params['name']);
    if (!isFileName(name)) throw noSuchFile();
    response.vary('Accept-Encoding');
    const isSmall = COMPRESSIBLE.has(extname(name)) && request.acceptsEncodings('gzip') === 'gzip';
    if (isSmall && !compressed.has(name)) {
      const made = readFile(join(folder, name)).then(promisify<Buffer, Buffer>(gzip));
      compressed.set(name, made);
      made.catch(() => compressed.delete(name));
    }
    const content = await (isSmall ? compressed.get(name) : readFile(join(folder, name)))?.catch(notThere);
    if (content === undefined) throw noSuchFile();
    if (isSmall) response.setHeader('Content-Encoding', 'gzip');
    response.setHeader('Cache-Control', FOR_EVER);
    response.type(extname(name)).send(content);
  };
}

/** Such as the icon, whose name is not that of its content. */
function otherFile(folder: string): RequestHandler {
  return async (request, response, next) => {
    const name = String(request.params['name']);
    if (extname(name) === '') {
      next();
      return;
    }
    const content = isFileName(name) ? await readFile(join(folder, name)).catch(notThere) : undefined;
    if (content === undefined || name === 'index.html') throw noSuchFile();
    response.setHeader('Cache-Control', 'no-cache');
    response.type(extname(name)).send(content);
  };
}

function page(folder: string, prefix: string): RequestHandler {
  return async (_request, response) => {
    const html = await readFile(join(folder, 'index.html'), 'utf8').catch(notThere);
    if (html === undefined) {
      response.status(503).type('text/plain').send(NOT_BUILT);
      return;
    }
    response.type('text/html').send(filled(html, response, prefix));
  };
}

/** A fresh nonce for each answer, which only this page knows; what the component library writes into it carries it. */
function filled(html: string, response: Response, prefix: string): string {
  const nonce = randomBytes(16).toString('base64');
  allowStyles(response, nonce);
  const base = prefix.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return html
    .replaceAll('__NONCE__', nonce)
    .replaceAll('__BASE__', base)
    .replaceAll('="/admin/', `="${base}/admin/`);
}

/** In one folder, and nothing that begins with a dot. */
function isFileName(name: string): boolean {
  return /^\w[\w.-]*$/.test(name);
}

function notThere(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EISDIR') throw error;
}

function noSuchFile(): AdminFailure {
  return new AdminFailure('notFound', 'There is no such file of the console; reload the page.');
}
