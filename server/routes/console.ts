// The console's built files, as they are: hashed ones for ever, the page itself never stale, and every URL of the console is the page.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync } from 'fastify';

const A_YEAR_S = 31_536_000;
const PAGE = 'index.html';

/** Nothing from elsewhere and no script but files of ours. Styles that components set as they are drawn are inline. */
const POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/**
 * To be registered at the root, beside the API. `folder` is what `tools/console.ts` builds; where it is not there, a plain
 * text says so, and everything else of the server works.
 */
export const consoleRoutes =
  (folder: string): FastifyPluginAsync =>
  async (app) => {
    if (!existsSync(join(folder, PAGE))) {
      app.get('/', async (_request, reply) =>
        reply.code(503).type('text/plain; charset=utf-8').send('The console is not built. npm start builds it.\n'),
      );
      return;
    }
    await app.register(helmet, {
      contentSecurityPolicy: { useDefaults: false, directives: POLICY },
      referrerPolicy: { policy: 'same-origin' },
    });
    await app.register(fastifyStatic, {
      root: folder,
      preCompressed: true,
      cacheControl: false,
      // Routes of the files that are there, and no other: nothing that a request says becomes a path.
      wildcard: false,
      index: false,
      setHeaders: (reply, path) => {
        const isHashed = path.startsWith(join(folder, 'assets'));
        void reply.header('cache-control', isHashed ? `public, max-age=${A_YEAR_S}, immutable` : 'no-cache');
      },
    });
    app.get('/', async (_request, reply) => reply.sendFile(PAGE));
    app.setNotFoundHandler(async (request, reply) => {
      // Built anew while the server runs: its page names files that were not there when it began.
      const asset = /^\/assets\/([\w-]+\.[a-z\d]{2,5})$/.exec(request.url)?.[1];
      if (request.method === 'GET' && asset !== undefined && existsSync(join(folder, 'assets', asset)))
        return reply.sendFile(`assets/${asset}`);
      const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
      if (isPage) return reply.sendFile(PAGE);
      return reply.code(404).type('text/plain; charset=utf-8').send('There is no such file.\n');
    });
  };
