// A process that ends as the server does: by a fault nobody handles, or when it is told to, and then slowly.
import { logTo } from './observability/log.ts';
import { processEnd } from './process-end.ts';

const log = logTo((line) => void process.stderr.write(line));
const { stopped, hurry } = processEnd(log);
const [, , how] = process.argv;
if (how === 'rejection') void Promise.reject(new Error('nobody waits for this', { cause: new Error('the cause') }));
if (how === 'exception') setImmediate(() => void JSON.parse('{'));
const alive = setInterval(() => undefined, 1_000);
process.stdout.write('begun\n');
await stopped;
process.stdout.write('stopping\n');
await new Promise((resolve) => hurry.addEventListener('abort', resolve));
clearInterval(alive);
