// The description of the API and the page that shows it, open to everybody: they hold no customer's data. Nothing is fetched from another host.

import express, { type RequestHandler, type Response, type Router } from 'express';
import getAbsoluteFSPath from 'swagger-ui-dist/absolute-path';
import type { JsonObject } from '../directory/json';
import { onlyReads } from './only-reads';

/** The files of swagger-ui-dist that the page takes; the others are examples and maps. */
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** Relative addresses, so that the page works behind a proxy with a path of its own. */
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>SCIM gateway for iManage</title>
    <link rel="icon" type="image/png" href="docs/favicon-32x32.png">
    <link rel="stylesheet" href="docs/swagger-ui.css">
  </head>
  <body>
    <div id="description"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

/** `validatorUrl` off: by default the page would send the document to a host of Swagger's makers. */
const START = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#description',
  validatorUrl: null,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
});
`;

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

/**
 * GET /openapi.json, and GET /docs with what it needs.
 *
 * @param describe makes the document, which is large and seldom asked for: at the first request, and never again
 * @param authenticate who may know what else there is not
 */
export function documentation(describe: () => JsonObject, authenticate: RequestHandler): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  let made: string | undefined;
  const description = (): string => (made ??= JSON.stringify(describe()));
  const refuse = [authenticate, onlyReads];
  router.route('/openapi.json').get(shown('application/json', description)).all(refuse);
  router
    .route('/docs')
    .get(shown('text/html', () => PAGE))
    .all(refuse);
  router
    .route('/docs/start.js')
    .get(shown('text/javascript', () => START))
    .all(refuse);
  for (const file of FILES) router.route(`/docs/${file}`).get(sendFile(file)).all(refuse);
  return router;
}

function shown(type: string, text: () => string): RequestHandler {
  return (_request, response) => {
    protect(response).type(type).send(text());
  };
}

function sendFile(file: string): RequestHandler {
  return (_request, response, next) => {
    protect(response).sendFile(file, { root: getAbsoluteFSPath(), cacheControl: false }, (error) => {
      if (error != null) next(error);
    });
  };
}

function protect(response: Response): Response {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  return response;
}
