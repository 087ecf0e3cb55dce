// Which finding comes first: by due date, then by what is known of the danger, then by name, so that order never wavers.

export interface Urgency {
  /** `YYYY-MM-DD`; null comes after every date. */
  readonly due: string | null;
  readonly forensics: boolean;
  readonly exploited: boolean;
  /** Probability 0 to 1; undefined where unknown, which comes after every known one. */
  readonly epss: number | undefined;
  /** 0 to 10; undefined where unknown, which comes after every known one. */
  readonly cvss: number | undefined;
  /** The endpoint's, higher is dearer; undefined counts as 0. */
  readonly criticality?: number | undefined;
  /** When it fell due, `YYYY-MM-DD`; the longest overdue first where nothing else tells two apart. */
  readonly since?: string | null | undefined;
  /** Vulnerability and package, whatever tells two findings apart. */
  readonly id: string;
}

/**
 * For `Array.prototype.sort`: earliest due first (so the most overdue leads), then forensics, exploited, EPSS, CVSS,
 * criticality, the longest overdue, and at last the id by code unit. A total order for findings with different ids.
 */
export function compareUrgency(a: Urgency, b: Urgency): number {
  if (a.due !== b.due) return compareDue(a.due, b.due);
  if (a.forensics !== b.forensics) return a.forensics ? -1 : 1;
  if (a.exploited !== b.exploited) return a.exploited ? -1 : 1;
  return (
    highestFirst(a.epss, b.epss) ||
    highestFirst(a.cvss, b.cvss) ||
    highestFirst(a.criticality ?? 0, b.criticality ?? 0) ||
    compareDue(a.since ?? null, b.since ?? null) ||
    compareText(a.id, b.id)
  );
}

function compareDue(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  return b === null ? -1 : compareText(a, b);
}

function highestFirst(a: number | undefined, b: number | undefined): number {
  return a === b ? 0 : known(b) - known(a);
}

// NaN would make the order depend on the order of the input.
function known(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : -1;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
