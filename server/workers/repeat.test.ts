// Work that comes round: at its pace, sooner when asked, after failures too, and never two at once.
import { expect, test } from 'vitest';
import { logTo } from '../observability/log.ts';
import { repeat } from './repeat.ts';

const log = logTo(() => undefined, 'silent');
const often = { name: 'test', log, firstMs: 0, everyMs: 5, random: () => 0 };

test('it comes round again and again, and what is under way is waited for at the end', async () => {
  let running = 0;
  let rounds = 0;
  let most = 0;
  const reached = Promise.withResolvers<void>();
  const work = repeat(often, async (signal) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
    rounds += 1;
    if (rounds === 5) reached.resolve();
    expect(signal.aborted).toBe(false);
  });
  await reached.promise;
  await work.stop();
  expect(running).toBe(0);
  expect(most).toBe(1);
  const after = rounds;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(rounds).toBe(after);
});

test('a failure is logged and tried again', async () => {
  const lines: string[] = [];
  let rounds = 0;
  const again = Promise.withResolvers<void>();
  const work = repeat({ ...often, log: logTo((line) => void lines.push(line)) }, async () => {
    rounds += 1;
    if (rounds === 1) throw new Error('no luck');
    again.resolve();
  });
  await again.promise;
  await work.stop();
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 'warn', worker: 'test', err: expect.objectContaining({ message: 'no luck' }) }),
  ]);
});

test('asked for while it is under way, it comes round once more at once; the signal tells it to end', async () => {
  let rounds = 0;
  const second = Promise.withResolvers<void>();
  const work = repeat({ ...often, everyMs: 3_600_000 }, async (signal) => {
    rounds += 1;
    if (rounds === 1) for (let times = 0; times < 3; times += 1) work.now();
    if (rounds !== 2) return;
    second.resolve();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  });
  await second.promise;
  await work.stop();
  expect(rounds).toBe(2);
});
