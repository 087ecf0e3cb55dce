// Updates a database in a process of its own, to be killed by a test: `update-one.fixture.ts DB DIRECTORY`. Tells how far it is.
import { writeSync } from 'node:fs';
import { feeds } from '../registry.ts';
import { updateDatabase } from './update.ts';

const [, , path = '', directory = ''] = process.argv;
try {
  const report = await updateDatabase({
    path,
    feeds,
    source: { kind: 'directory', directory },
    now: () => new Date('2025-07-02T00:00:00Z'),
    // At once, not when the process finds the time.
    onProgress: ({ feed, phase }) => void writeSync(1, `${phase} ${feed}\n`),
  });
  writeSync(1, `${report.kind}\n`);
} catch (error) {
  writeSync(1, `${String(error)}\n`);
}
