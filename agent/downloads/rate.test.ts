// What a rate lets pass, by a clock that the test turns.
import { expect, test, vi } from 'vitest';
import { rateOf } from './rate.ts';

test('so many bytes a second pass, in the order of asking, and an idle second is saved up', async () => {
  vi.useFakeTimers();
  try {
    const rate = rateOf(1_000, Date.now);
    const passed: string[] = [];
    const ask = (name: string, bytes: number): void => void rate.take(bytes).then(() => passed.push(name));
    await vi.advanceTimersByTimeAsync(60_000);
    ask('saved', 1_000);
    ask('first', 2_000);
    ask('second', 1_000);
    await vi.advanceTimersByTimeAsync(1_990);
    expect(passed).toEqual(['saved']);
    await vi.advanceTimersByTimeAsync(20);
    expect(passed).toEqual(['saved', 'first']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(passed).toEqual(['saved', 'first', 'second']);
  } finally {
    vi.useRealTimers();
  }
});
