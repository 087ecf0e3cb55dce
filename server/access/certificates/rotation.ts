// Replacing an authority without cutting anyone off: announce the next, issue from it, then forget the former.
import type { Authority } from './authority.ts';
import { endpointLifetimeDays } from './endpoint-certificate.ts';

/** `current` is the one that issues. */
export type Rotation =
  | { readonly stage: 'steady'; readonly current: Authority }
  /** Both are trusted; the current one issues while endpoints learn of the next at their check-ins. */
  | { readonly stage: 'announced'; readonly current: Authority; readonly next: Authority; readonly since: Date }
  /** Both are trusted; the new one issues. The former's key is gone, its certificates run out. */
  | { readonly stage: 'switched'; readonly current: Authority; readonly former: string; readonly since: Date };

export type RotationStep =
  | { readonly ok: true; readonly rotation: Rotation }
  | { readonly ok: false; readonly why: string };

const no = (why: string): RotationStep => ({ ok: false, why });

/** All that must be trusted now, PEM, the newest first: what agents are told, and what `verifyPeer` takes. */
export function trustedRoots(rotation: Rotation): readonly string[] {
  switch (rotation.stage) {
    case 'steady':
      return [rotation.current.certificate];
    case 'announced':
      return [rotation.next.certificate, rotation.current.certificate];
    case 'switched':
      return [rotation.current.certificate, rotation.former];
  }
}

export function announce(rotation: Rotation, next: Authority, now: Date): RotationStep {
  if (rotation.stage !== 'steady') return no(`a rotation is under way (${rotation.stage})`);
  if (next.purpose !== rotation.current.purpose) return no('the next authority is for another purpose');
  return { ok: true, rotation: { stage: 'announced', current: rotation.current, next, since: now } };
}

/** `notTold`: active endpoints that have not checked in since the announcement, and would no longer know the server. */
export function switchOver(rotation: Rotation, notTold: number, now: Date): RotationStep {
  if (rotation.stage !== 'announced') return no('no next authority has been announced');
  if (notTold > 0) return no(`${notTold} endpoints do not know the next authority yet`);
  return {
    ok: true,
    rotation: { stage: 'switched', current: rotation.next, former: rotation.current.certificate, since: now },
  };
}

/** Takes the announcement back; endpoints that know of it lose nothing. */
export function withdraw(rotation: Rotation): RotationStep {
  if (rotation.stage !== 'announced') return no('no next authority has been announced');
  return { ok: true, rotation: { stage: 'steady', current: rotation.current } };
}

/** Ends trust in the former authority, once nothing it issued for endpoints can still be valid. */
export function retire(rotation: Rotation, now: Date): RotationStep {
  if (rotation.stage !== 'switched') return no('no former authority is left');
  const earliest = new Date(rotation.since.getTime() + endpointLifetimeDays.most * 86_400_000);
  if (now < earliest) return no(`certificates of the former authority may be valid until ${earliest.toISOString()}`);
  return { ok: true, rotation: { stage: 'steady', current: rotation.current } };
}
