// One controller as a process of its own, for tests that kill it: looks at the deployments of an organisation, again and again.
import { createPrivateKey } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { planShelf } from './actions/plan-shelf.ts';
import { openStore, type OrganisationId } from './store/database.ts';
import { lookAtDeployments } from './workers/deployments.ts';

const [task = '{}'] = process.argv.slice(2);
const { connection, organisation, key } = JSON.parse(task) as {
  readonly connection: Parameters<typeof openStore>[0]['connection'];
  readonly organisation: OrganisationId;
  readonly key: string;
};
const store = openStore({ connection, size: 2 });
const signing = createPrivateKey(key);
const plans = planShelf();
const log = pino({ level: 'warn' }, pino.destination(2));
for (;;) {
  await lookAtDeployments({ store, organisation, log, signing, plans });
  await delay(10);
}
