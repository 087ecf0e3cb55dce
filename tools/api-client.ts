// Makes protocol/api/client-types.ts, the types of the typed client, from the OpenAPI document: `npm run api-client`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openapiDocument } from '@suture/server/routes/document.ts';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { root } from './checks/outcome.ts';

const FIRST_LINE =
  '// The HTTP API as types, for openapi-fetch. Made by npm run api-client from the OpenAPI document; do not edit.';

export const CLIENT_TYPES = join(root, 'protocol/api/client-types.ts');

/** What the file should hold. */
export async function clientTypes(): Promise<string> {
  const tree = await openapiTypescript(await openapiDocument(), { alphabetize: true });
  return `${FIRST_LINE}\n${astToString(tree)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(CLIENT_TYPES, await clientTypes());
