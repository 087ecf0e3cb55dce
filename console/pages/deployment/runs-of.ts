// What is said again and again is shown once, with how often: the first time stands for all.
export interface Said {
  readonly attempt: number;
  readonly kind: string;
  readonly why: string | null;
  readonly lines: readonly string[];
  readonly evidence: string | null;
}

export function runsOf<Report extends Said>(
  reports: readonly Report[],
): readonly (Report & { readonly times: number })[] {
  const runs: (Report & { readonly times: number })[] = [];
  for (const report of reports) {
    const before = runs.at(-1);
    if (before !== undefined && isSame(before, report)) runs[runs.length - 1] = { ...before, times: before.times + 1 };
    else runs.push({ ...report, times: 1 });
  }
  return runs;
}

const isSame = (one: Said, other: Said): boolean =>
  one.attempt === other.attempt &&
  one.kind === other.kind &&
  one.why === other.why &&
  one.evidence === other.evidence &&
  one.lines.join('\n') === other.lines.join('\n');
