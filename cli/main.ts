// The process: runs the command line it was started with, and dies quietly when its reader goes away.
import { run } from './program.ts';
import { EXIT } from './exit-codes.ts';

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.error));
}
// An exit, unlike a signal's own end, also ends the commands that are under way.
process.once('SIGINT', () => process.exit(EXIT.interrupted));
process.once('SIGTERM', () => process.exit(EXIT.terminated));
process.once('SIGHUP', () => process.exit(EXIT.hungUp));
process.exitCode = await run(process.argv.slice(2));
