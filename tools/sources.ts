// What the programs that run in the background are made of: one that was started from other sources is started anew.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './checks/outcome.ts';

/** Of agent and server, with all they import. */
const PARTS = ['core', 'protocol', 'adapters', 'feeds', 'agent', 'server'] as const;

const isSource = (name: string): boolean =>
  /\.(ts|json)$/.test(name) &&
  !/\.(test|fixture)\.ts$/.test(name) &&
  !/(^|\/)(node_modules|recordings|sample)\//.test(name);

/**
 * SHA-256 over their places, sizes and times, and over which packages they use: what a pull or another clone changes. Their
 * contents would take ten times as long, at every start.
 */
export function digestOfSources(from = root): string {
  const digest = createHash('sha256').update(`${from}\n`);
  const add = (name: string): void => {
    const { size, mtimeMs } = statSync(join(from, name));
    digest.update(`${name}\n${size} ${mtimeMs}\n`);
  };
  add('package-lock.json');
  for (const part of PARTS) {
    const names = readdirSync(join(from, part), { recursive: true }).map((name) => String(name).replaceAll('\\', '/'));
    for (const name of names.filter(isSource).sort()) add(`${part}/${name}`);
  }
  return digest.digest('hex');
}

/** Notes what the process was started from. */
export function noteSources(file: string, pid: number, digest: string): void {
  writeFileSync(file, `${pid} ${digest}\n`, { mode: 0o600 });
}

/** Whether the process is noted as started from other sources. One that somebody else started is left alone. */
export function runsOtherSources(file: string, pid: number, digest: string): boolean {
  try {
    const [, noted, of] = /^(\d+) ([0-9a-f]{64})\n$/.exec(readFileSync(file, 'utf8')) ?? [];
    return noted === String(pid) && of !== digest;
  } catch {
    return false;
  }
}
