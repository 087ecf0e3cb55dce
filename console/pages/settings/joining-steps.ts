// How far a machine is on its way from its first contact to its first finding.
export const STEPS = ['contacted', 'enrolled', 'inventory', 'finding'] as const;

export interface Step {
  readonly name: (typeof STEPS)[number];
  readonly is: 'done' | 'next' | 'later';
}

export interface Joined {
  readonly state: 'pending' | 'active' | 'quarantined' | 'revoked';
  readonly inventory: 'complete' | 'partial' | 'failed' | 'none';
}

/** A machine that is known has made contact. What failed was not done. */
export function stepsOf({ state, inventory }: Joined, findings: number): readonly Step[] {
  const done = [true, state === 'active', inventory === 'complete' || inventory === 'partial', findings > 0];
  const next = done.indexOf(false);
  return STEPS.map((name, index) => ({
    name,
    is: done[index] === true ? 'done' : index === next ? 'next' : 'later',
  }));
}
