// PostgreSQL's log stays within its bounds while somebody has it open.
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLog, readLog, rotateLog } from './log-file.ts';

test('a log over its limit goes on from its start for whoever is writing it, and only one old one is kept', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'suture-log-'));
  const path = join(directory, 'postgres.log');
  const log = await openLog(path);
  try {
    await log.write('first\n');
    await rotateLog(path, 100);
    expect(await readFile(path, 'utf8')).toBe('first\n');
    await log.write('x'.repeat(100));
    await rotateLog(path, 100);
    await log.write('second\n');
    expect(await readFile(path, 'utf8')).toBe('second\n');
    expect((await stat(`${path}.1`)).size).toBe(106);
    await log.write('y'.repeat(200));
    await rotateLog(path, 100);
    expect((await stat(`${path}.1`)).size).toBe(207);
    await log.write('third\n');
    expect(await readLog(path, 2)).toBe('ird\n');
    expect(await readLog(path, 5000)).toBe('');
  } finally {
    await log.close();
    await rm(directory, { recursive: true });
  }
});
