// Who does not read is let go before much piles up.
import { expect, test } from 'vitest';
import { eventStream } from './event-stream.ts';

test('who does not read is let go before more than the limit waits', () => {
  const { stream, write } = eventStream(1_000);
  let written = 0;
  while (!stream.destroyed && written < 10_000) {
    write('x'.repeat(100));
    written += 100;
    expect(stream.readableLength).toBeLessThanOrEqual(1_000);
  }
  expect(written).toBe(1_100);
  write('after the end nothing more is taken');
  expect(stream.destroyed).toBe(true);
});

test('who reads gets everything, however much it is in all', async () => {
  const { stream, write, end } = eventStream(1_000);
  let read = '';
  stream.on('data', (chunk) => {
    read += String(chunk);
  });
  for (let number = 0; number < 100; number += 1) {
    write('x'.repeat(100));
    await new Promise(setImmediate);
  }
  end();
  await new Promise((resolve) => stream.once('end', resolve));
  expect(read).toHaveLength(10_000);
});
