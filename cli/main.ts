// The process: runs the command line it was started with.
import { isWritten } from './context.ts';
import { run } from './program.ts';
import { EXIT } from './exit-codes.ts';

// An exit, unlike a signal's own end, also ends the commands that are under way.
process.once('SIGINT', () => process.exit(EXIT.interrupted));
process.once('SIGTERM', () => process.exit(EXIT.terminated));
process.once('SIGHUP', () => process.exit(EXIT.hungUp));
// Not awaited at the top: bundled, this is a script.
async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2));
  // Nothing is left to do once all is written; to go round the loop once more is to begin collecting garbage for nobody.
  if (isWritten()) process.exit();
  setImmediate(() => {
    if (isWritten()) process.exit();
  });
}

void main();
