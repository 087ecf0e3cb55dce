// Holds the typed client to the HTTP API: who adds a route makes the types anew.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLIENT_TYPES, clientTypes } from './api-client.ts';

test('the client types are those of the API; npm run api-client makes them anew', async () => {
  expect(readFileSync(CLIENT_TYPES, 'utf8')).toBe(await clientTypes());
});
