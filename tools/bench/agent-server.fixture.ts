// A process of its own for the agent's day: the real agents' door on an embedded database. Prints its port and a token, ends with stdin.
import { once } from 'node:events';
import { addOrganisation, addToken, openDoor } from '@suture/server/agent-door.fixture.ts';
import { migrations } from '@suture/server/migrations/list.ts';
import { migrate } from '@suture/server/migrations/runner.ts';
import { startEmbedded } from '@suture/server/postgres/embedded.ts';

const [, , directory = '', intervalSeconds = '300', jitterSeconds = '30'] = process.argv;
const database = await startEmbedded({ directory });
if (database.kind === 'refused') throw new Error(`${database.reason}. ${database.remedy}`);
await migrate(database.connection, migrations);
const door = await openDoor(database.connection, {
  intervalSeconds: Number(intervalSeconds),
  jitterSeconds: Number(jitterSeconds),
});
const token = await addToken(door, await addOrganisation(door));
process.stdout.write(`${JSON.stringify({ port: door.listener.port, token })}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
await door.close();
await database.stop();
