// A deployment to 100,000 endpoints through the server's own actions and PostgreSQL: frozen, begun, handed out, heard and looked at.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { openDatabaseInUse } from '@suture/server/database-in-use.ts';
import { stateFolder } from '@suture/server/running-server.fixture.ts';
import { openStore } from '@suture/server/store/database.ts';
import { addOrganisation } from '@suture/server/store/reports.fixture.ts';
import { addEndpointsAlike } from './endpoints-alike.ts';
import { outputOf } from './measure.ts';
import type { Row, Section } from './report.ts';
import type { Workshop } from './workshop.ts';

const endpoints = 100_000;

export async function deployment(workshop: Workshop, rounds: number): Promise<Section> {
  const state = stateFolder();
  const database = await openDatabaseInUse({ databaseUrl: undefined, state }, pino({ enabled: false }));
  const store = openStore({ connection: database.connection });
  try {
    const organisation = await addOrganisation(store);
    process.stderr.write(`A fleet of ${endpoints.toLocaleString('en')} endpoints …\n`);
    await addEndpointsAlike(store, organisation, endpoints);
    // A server that deploys to a fleet has not made it: what that took in memory must not count.
    const rows = outputOf({
      name: 'deployment',
      command: process.execPath,
      args: [fileURLToPath(import.meta.resolve('./deployment-process.ts')), organisation, String(rounds)],
      env: { ...workshop.pinned, SUTURE_BENCH_CONNECTION: JSON.stringify(database.connection) },
    });
    return {
      title: 'A deployment to 100,000 endpoints, by the server and its PostgreSQL',
      rows: JSON.parse(rows) as readonly Row[],
      remarks: [
        'What has no spread happens once in a deployment’s life, and was done once. A look holds 1,000 jobs in flight, its transaction included.',
      ],
    };
  } finally {
    await store.close();
    await database.stop(true);
    rmSync(state, { recursive: true, force: true });
  }
}
