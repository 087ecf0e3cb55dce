// What `suture demo` runs: builds the console where its sources are newer, then the server with a made-up fleet.
import { buildConsole } from './console.ts';

const [, , ...args] = process.argv;
// Who only asks what there is to say waits for no build.
if (!args.includes('--help')) await buildConsole();
process.argv.splice(2, args.length, 'demo', ...args);
await import('@suture/server/main.ts');
