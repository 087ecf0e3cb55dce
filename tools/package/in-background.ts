// Has the agent's package at hand soon after a start, so that the line of `suture enrol new` brings it along.
import { join } from 'node:path';
import { startInBackground } from '../background.ts';
import { root } from '../checks/outcome.ts';
import { architectures, type Architecture } from './contents.ts';

/** Builds it where it is missing or would be another now, for machines like this one, while nobody waits. `output`: its words. */
export function packInBackground(output: string): void {
  if (process.platform !== 'linux') return;
  const own = (Object.keys(architectures) as Architecture[]).find((name) => architectures[name] === process.arch);
  if (own === undefined) return;
  const args = [join(root, 'tools/package/main.ts'), '--arch', own, '--if-changed'];
  startInBackground({ args, env: process.env, output });
}
