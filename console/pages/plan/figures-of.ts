// What the steps of a plan come to together.
export interface StepFigures {
  readonly endpoints: number;
  readonly downloadBytes: number;
  readonly expectsReboot: boolean;
  readonly expectedMinutes: number;
  readonly changes: readonly { readonly package: string; readonly to: string | null }[];
}

export interface Figures {
  /** Over all endpoints. */
  readonly bytes: number;
  /** On the one that downloads most. */
  readonly mostBytes: number;
  readonly reboots: number;
  /** Packages, over all endpoints. */
  readonly removals: number;
  /** Which those are, by name. */
  readonly removed: readonly string[];
  /** On the one that takes longest. */
  readonly minutes: number;
}

export function figuresOf(steps: readonly StepFigures[]): Figures {
  const sum = (of: (step: StepFigures) => number): number => steps.reduce((all, step) => all + of(step), 0);
  return {
    bytes: sum(({ downloadBytes, endpoints }) => downloadBytes * endpoints),
    mostBytes: Math.max(0, ...steps.map(({ downloadBytes }) => downloadBytes)),
    reboots: sum(({ expectsReboot, endpoints }) => (expectsReboot ? endpoints : 0)),
    removals: sum(({ changes, endpoints }) => changes.filter(({ to }) => to === null).length * endpoints),
    removed: [
      ...new Set(steps.flatMap(({ changes }) => changes.filter(({ to }) => to === null).map((each) => each.package))),
    ].toSorted(),
    minutes: Math.max(0, ...steps.map(({ expectedMinutes }) => expectedMinutes)),
  };
}
