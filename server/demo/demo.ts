// The demo of a server: tells the story of a made-up organisation into an empty database, then lets its machines live on.
import { randomInt } from 'node:crypto';
import { repeat } from '../workers/repeat.ts';
import { SILENT } from './fleet.ts';
import type { DemoMachine } from './machine.ts';
import { tellStory, type StoryParts } from './story.ts';

/** Why no machine but the demo's own is taken. */
const DEMO_REFUSAL = 'This server is a demo: all in it is made up, and no machine can join it.';

const TICK_MS = 1_000;

export interface Demo {
  /** Why no other machine joins. */
  readonly closed: string;
  stop(): Promise<void>;
}

/** Resolves once all is told. */
export async function startDemo(parts: StoryParts): Promise<Demo> {
  const begun = performance.now();
  const { machines, catchUp } = await tellStory(parts);
  catchUp();
  parts.log.info({ machines: machines.length, ms: Math.round(performance.now() - begun) }, 'the demo is told');
  const calling = keepCalling(machines, parts);
  return { closed: DEMO_REFUSAL, stop: () => calling.stop() };
}

/** Each calls when it was told to, as endpoints do; those that are silent stay so. */
function keepCalling(machines: readonly DemoMachine[], { log }: StoryParts): { stop(): Promise<void> } {
  const due = new Map(
    machines.filter(({ name }) => !SILENT.has(name)).map((machine) => [machine, Date.now() + randomInt(60_000)]),
  );
  return repeat({ name: 'demo', log, firstMs: TICK_MS, everyMs: TICK_MS, random: () => 0 }, async (signal) => {
    const now = Date.now();
    for (const [machine, at] of due) {
      if (signal.aborted) return;
      if (at > now) continue;
      const seconds = await machine.call();
      due.set(machine, now + seconds * 1_000 + randomInt(4_000));
    }
  });
}
