// Whose the lock of dpkg is, and waiting for it for a while; nobody's lock is ever broken.
import type { Lock, Refusal } from '../../execution.ts';
import type { Host } from '../../host.ts';
import { refuse } from '../../staging.ts';
import { plainText } from '../../transcripts.ts';
import { check } from './commands.ts';
import { causeIn, isLocked, lockOwner } from './transcript.ts';

const pauseMs = 3_000;

/** Asks apt, which tries to take it for a moment. */
export async function lock(host: Host): Promise<Lock> {
  const asked = await askApt(host);
  if (asked.state === 'held') return { state: 'held', owner: asked.owner };
  return asked.state === 'unknown' ? { state: 'unknown', why: asked.why } : { state: 'free' };
}

type Asked =
  | { readonly state: 'free' }
  | { readonly state: 'held'; readonly owner: { readonly pid: number; readonly name: string } | undefined }
  | { readonly state: 'broken'; readonly refusal: Refusal }
  | { readonly state: 'unknown'; readonly why: string };

async function askApt(host: Host): Promise<Asked> {
  const result = await host.run(check());
  if (result.kind === 'missing') return { state: 'unknown', why: 'apt-get is not installed' };
  if (result.kind === 'timeout') return { state: 'unknown', why: 'apt-get check did not end within a minute' };
  if (result.kind === 'failed') return { state: 'unknown', why: `apt-get could not be run: ${result.reason}` };
  if (result.code === 0) return { state: 'free' };
  const said = plainText(`${result.stdout}\n${result.stderr}`);
  if (isLocked(said)) return { state: 'held', owner: lockOwner(said) };
  const found = causeIn(said);
  return {
    state: 'broken',
    refusal: refuse('broken-before', found?.why ?? `apt-get check failed (exit ${result.code})`),
  };
}

/** Undefined when the lock is free and apt finds its records whole; else why not, with the owner's name. */
export async function waitForLock(host: Host, waitMs: number): Promise<Refusal | undefined> {
  // Counted, not timed: an adapter has no clock.
  for (let left = waitMs; ; left -= pauseMs) {
    const asked = await askApt(host);
    if (asked.state === 'free') return undefined;
    if (asked.state === 'broken') return asked.refusal;
    if (asked.state === 'unknown') return refuse('precheck-failed', asked.why);
    if (left < pauseMs) {
      const owner = asked.owner === undefined ? 'another process' : `${asked.owner.name} (pid ${asked.owner.pid})`;
      return refuse('lock-held', `the dpkg lock is held by ${owner}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
