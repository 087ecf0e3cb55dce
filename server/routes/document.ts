// The OpenAPI document without a server: for the typed client, made of what the routes themselves say.
import { API_BASE, apiPaths } from '@suture/protocol/api/paths.ts';
import Fastify from 'fastify';
import type { Store } from '../store/database.ts';
import { apiRoutes, type Authenticate } from './api.ts';

/** JSON, as the server answers with it; no database is asked. */
export async function openapiDocument(): Promise<string> {
  const app = Fastify();
  const nobody: Authenticate = async () => {
    throw new Error('the document is for everybody');
  };
  // No route but the document's own is called, so nothing of the store is.
  const routes = apiRoutes({} as Store, nobody, { isHeardOf: () => false, now: () => new Date(0) });
  await app.register(routes, { prefix: API_BASE });
  const { body } = await app.inject(`${API_BASE}${apiPaths.openapi}`);
  await app.close();
  return body;
}
