// Moves rings and the deployment on: opens, drains, soaks, asks the gate, promotes, extends, completes.
import { halt, moveDeployment, pause, unpause } from './commands.ts';
import type { GateVerdict } from './gate/decide.ts';
import { decideRing, doneShare, tooManyFailedPrechecks } from './gate/decide.ts';
import { holdText, passedText, promoteText, smallRingText, stopText } from './gate/words.ts';
import type { RingCounts } from './ring.ts';
import { countRing } from './ring.ts';
import type { Tick, WorkingRing } from './tick.ts';
import { closeQueue, dueAt, explain, isBroken } from './tick.ts';

/** Fences, blackouts and what the evidence says: before anything may go on. */
export function guard(tick: Tick): void {
  const { deployment, observations, plan, now } = tick;
  const { state } = deployment;
  if (state.kind === 'scheduled' && now >= state.startAt && deployment.planHash === plan.hash && now < plan.expiresAt) {
    moveDeployment(tick, { kind: 'running' });
  } else if (state.kind === 'scheduled') dueAt(tick, state.startAt);
  if (now >= plan.expiresAt) expire(tick);
  else dueAt(tick, plan.expiresAt);
  if (deployment.state.kind !== 'running' && deployment.state.kind !== 'paused') return;
  if (tick.verdict === 'halt' && halt(tick, 'gate')) {
    return explain(tick, 'deployment', `halted. ${stopText(deployment.soFar, plan.gate.acceptedRate)}`);
  }
  if (observations.isFenced || tick.sawFuture) pause(tick, 'fence');
  const { blackoutUntil } = observations;
  if (blackoutUntil !== null && blackoutUntil > now && !isBroken(deployment.breakGlass, now)) {
    pause(tick, 'blackout');
    dueAt(tick, blackoutUntil);
  } else unpause(tick, ['blackout']);
  if (tick.verdict === 'hold' && deployment.soFar.failures > deployment.acceptedFailures) {
    pause(tick, 'guard');
    explain(tick, 'deployment', stopText(deployment.soFar, plan.gate.acceptedRate));
  }
  watchProbes(tick);
  const failedBefore = tick.rings.reduce((sum, ring) => sum + ring.failedBefore, 0);
  const ring = tick.rings.find((each) => each.state.kind !== 'promoted');
  if (ring !== undefined && failedBefore > deployment.acceptedFailedBefore && tooMany(ring)) {
    pause(tick, 'guard');
    explain(
      tick,
      'deployment',
      `${ring.failedBefore} endpoints failed before anything was changed, more than one in five`,
    );
  }
}

/** What a whole ring serves does not answer any more: nothing else begins until a person has looked. */
function watchProbes(tick: Tick): void {
  const { deployment, observations } = tick;
  if (observations.probes === 'clear') deployment.acceptedProbes = false;
  if (observations.probes !== 'blocking') return;
  explain(tick, 'deployment', `a probe of the ring fails: ${observations.probesSay ?? 'it was not said how'}`);
  if (deployment.acceptedProbes !== true && tick.rings.some(({ state }) => state.kind === 'open')) pause(tick, 'guard');
}

const tooMany = (ring: WorkingRing): boolean =>
  tooManyFailedPrechecks(ring.failedBefore, Math.max(ring.failedBefore, countRing(ring).checked));

function expire(tick: Tick): void {
  const { kind } = tick.deployment.state;
  if (moveDeployment(tick, { kind: 'expired', at: tick.now }))
    explain(tick, 'deployment', 'the plan expired before it began');
  else if (tick.deployment.closed !== null || (kind !== 'running' && kind !== 'paused' && kind !== 'halted')) return;
  else explain(tick, 'deployment', 'the plan has expired: what still waited is skipped');
  closeQueue(tick, 'skipped');
}

/** Takes rings as far as they can go now. Only while running: a pause keeps every ring where it is. */
export function advanceRings(tick: Tick): void {
  if (tick.deployment.state.kind !== 'running') return;
  for (const [index, ring] of tick.rings.entries()) {
    while (step(tick, ring, index));
    if (ring.state.kind !== 'promoted') return;
  }
}

/** True where the ring moved. */
function step(tick: Tick, ring: WorkingRing, index: number): boolean {
  const { now, plan } = tick;
  const counts = countRing(ring);
  const mostDone = counts.reachable > 0 && counts.done + counts.soaking >= doneShare * counts.reachable;
  // Some came back or were given back before most were done: there is something to do again.
  const reopens = counts.waiting > 0 && !mostDone;
  switch (ring.state.kind) {
    case 'pending':
      ring.state = ring.first === ring.end ? { kind: 'promoted', at: now, by: null } : { kind: 'open', since: now };
      return true;
    case 'open':
      if (reopens) return false;
      ring.state = { kind: 'draining', since: now };
      return true;
    case 'draining':
      if (reopens) return reopen(ring, now);
      if (counts.inFlight > 0 && !mostDone) return false;
      ring.state = { kind: 'soaking', since: now, until: now + plan.soakMs };
      return true;
    case 'soaking':
      if (reopens) return reopen(ring, now);
      dueAt(tick, ring.state.until);
      if (now < ring.state.until) return false;
      ring.state = { kind: 'evaluating', since: now };
      return true;
    case 'evaluating':
      if (reopens) return reopen(ring, now);
      return evaluate(tick, ring, index, counts);
    case 'held':
    case 'promoted':
    case 'failed':
      return false;
  }
}

function reopen(ring: WorkingRing, now: number): false {
  ring.state = { kind: 'open', since: now };
  return false;
}

function evaluate(tick: Tick, ring: WorkingRing, index: number, counts: RingCounts): boolean {
  const { deployment, now, plan, observations } = tick;
  // Where the queue is closed there is nothing to open, and nothing to take in.
  const next =
    deployment.closed === null ? tick.rings.slice(index + 1).find(({ first, end }) => end > first) : undefined;
  const verdict = decideRing(
    {
      stop: [...deployment.strata.values()],
      soFar: deployment.soFar,
      ring: { outcomes: ring.outcomes, failures: ring.failures },
      done: counts.done,
      reachable: counts.reachable,
      soakIsOver: true,
      probes: observations.probes,
      next: next === undefined ? undefined : next.end - next.first,
    },
    plan.gate,
  );
  explain(tick, `ring ${index}`, verdictText(tick, verdict, next === undefined));
  if (verdict.kind === 'promote') {
    ring.state = { kind: 'promoted', at: now, by: null };
    return true;
  }
  if (verdict.kind === 'extend') {
    extend(tick, index, verdict.more);
    ring.state = { kind: 'open', since: now };
    return true;
  }
  return false;
}

function verdictText({ deployment }: Tick, verdict: GateVerdict, isLast: boolean): string {
  switch (verdict.kind) {
    case 'promote':
      return passedText(deployment.soFar, isLast);
    case 'extend':
      return `${promoteText(deployment.soFar)} It takes ${verdict.more} endpoints of the next ring in.`;
    case 'person':
      return smallRingText(deployment.soFar);
    case 'hold':
      return `it holds: ${verdict.causes.map((cause) => holdText[cause]).join('; ')}`;
    case 'halt':
      return 'it holds: the evidence would halt it';
  }
}

/** Moves the border to the next ring; none of its jobs has been touched, as a pending ring is only queued. */
function extend({ rings }: Tick, index: number, more: number): void {
  const [ring, next] = [rings[index], rings.slice(index + 1).find(({ first, end }) => end > first)];
  if (ring === undefined || next === undefined) return;
  const border = next.first + more;
  for (const between of rings.slice(index + 1)) {
    if (between === next) break;
    between.first = border;
    between.end = border;
  }
  ring.end = border;
  ring.census.queued += more;
  next.first = border;
  next.census.queued -= more;
}

/** Ends a deployment whose jobs have all come to rest. */
export function complete(tick: Tick): void {
  const { deployment, now } = tick;
  const counts = tick.rings.map(countRing);
  const sum = (part: keyof RingCounts): number => counts.reduce((total, each) => total + each[part], 0);
  if (deployment.state.kind === 'rolling-back') {
    if (sum('inFlight') > 0 || deployment.revertible > 0) return;
    moveDeployment(tick, { kind: deployment.stuck === 0 ? 'rolled-back' : 'rollback-incomplete', at: now });
    return;
  }
  if (deployment.state.kind !== 'running' && deployment.state.kind !== 'paused') return;
  if (sum('waiting') + sum('offline') + sum('uncovered') + sum('inFlight') + sum('soaking') > 0) return;
  const isThrough = tick.rings.every(({ state }) => state.kind === 'promoted');
  if (!isThrough && deployment.closed === null) return;
  const wentWrong = tick.rings.some(
    ({ census }) => census.failed + census.lost + census['rolled-back'] + census['rollback-failed'] > 0,
  );
  // What the plan's end came before was not done.
  const fellShort = deployment.closed === 'skipped' && tick.rings.some(({ census }) => census.skipped > 0);
  moveDeployment(tick, { kind: wentWrong || fellShort ? 'completed-with-failures' : 'completed', at: now });
}
