// A server as the tests need one: starts the embedded PostgreSQL, says how that went, and then waits to be killed.
import { startEmbedded } from './embedded.ts';

const [directory, wanted] = process.argv.slice(2);
if (directory === undefined) throw new Error('which directory?');

const started = await startEmbedded({ directory, timeoutMs: 60_000 });
process.stdout.write(`${JSON.stringify(started)}\n`);
if (wanted === 'stop' && started.kind === 'running') process.stdout.write(`${await started.stop()}\n`);
else setInterval(() => undefined, 60_000);
