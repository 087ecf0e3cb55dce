// Reads a policy as people write it; every fault names its field and says what to write.
import { readCatchUp } from '../maintenance/catch-up.ts';
import type { Checked, Problem } from '../maintenance/problems.ts';
import { readRecurrence } from '../maintenance/read-recurrence.ts';
import { correlate } from '../query/correlate.ts';
import { readDuration } from '../query/dates.ts';
import type { Resource } from '../query/field.ts';
import { nearest } from '../query/nearest.ts';
import { parseQuery } from '../query/parse.ts';
import { mostProbes, mostRingProbes, readProbe, readRingProbe } from '../probes/probe-text.ts';
import { readDay } from '../risk/days.ts';
import { readRings } from '../rollouts/ring-expression.ts';
import type { Consent, PolicyRule, ReadQuery, RebootPolicy, Ships } from './policy.ts';

/** As it stands in a file or a form. */
export interface PolicyText {
  readonly name: string;
  /** A query of findings, or `security`, or `all`. */
  readonly ships: string;
  /** A query of endpoints; empty is all. */
  readonly endpoints: string;
  /** `FREQ=WEEKLY;BYDAY=TU`. */
  readonly days: string;
  readonly daysFrom: string;
  readonly zone: string;
  /** `3d`, `0d`. */
  readonly wait: string;
  readonly rings: string;
  readonly windows: readonly string[];
  /** `next-window`, which is also what absence means; `after:2h`, `force:5d`. */
  readonly catchUp?: string | undefined;
  /** `24h`. */
  readonly soak: string;
  /** Undefined: people approve each plan. */
  readonly automaticUpTo?: number | undefined;
  readonly reboot: string;
  /** `services`, which is also what absence means; `none`. */
  readonly restart?: string | undefined;
  /** Lines as `readProbe` reads them. */
  readonly probes?: readonly string[] | undefined;
  /** Lines as `readRingProbe` reads them. */
  readonly ringProbes?: readonly string[] | undefined;
  readonly cleanCanary: boolean;
  readonly isOn: boolean;
}

const reboots: readonly RebootPolicy[] = ['never', 'if-needed', 'in-window', 'ask'];
const longestName = 80;
/** How long a plan of a policy holds. */
export const planHoldsDays = 7;

/** @param windows names of the maintenance windows there are */
export function readPolicy(text: PolicyText, windows: readonly string[]): Checked<PolicyRule> {
  const problems: Problem[] = [];
  const fault = (field: string, problem: string, remedy: string): undefined =>
    void problems.push({ field, problem, remedy });
  const keep = <T>(field: string, checked: Checked<T>): T | undefined => {
    if (checked.ok) return checked.value;
    problems.push(...checked.problems.map((each) => ({ ...each, field })));
    return undefined;
  };
  if (text.name.trim() !== text.name || text.name === '' || text.name.length > longestName) {
    fault('name', 'is no name', `Give a name of 1 to ${longestName} characters.`);
  }
  const ships = keep('ships', readShips(text.ships));
  const endpoints = keep('endpoints', readQuery('endpoints', text.endpoints, 'endpoints'));
  const days = keep('days', readRecurrence(text.days));
  const daysFrom =
    readDay(text.daysFrom) === text.daysFrom
      ? text.daysFrom
      : fault('daysFrom', 'is no date', 'Write a day: 2026-01-31.');
  if (!isZone(text.zone)) fault('zone', 'is no IANA time zone', 'Write a name such as Europe/Berlin or UTC.');
  const wait = text.wait === '0d' ? 0 : readDuration(text.wait);
  const waitDays =
    wait !== undefined && wait % 86_400 === 0 && wait <= 90 * 86_400
      ? wait / 86_400
      : fault('wait', 'is no number of days', 'Write 0d to 90d.');
  const rings = keep('rings', readRings(text.rings));
  for (const name of text.windows) {
    if (windows.includes(name)) continue;
    const meant = nearest(name, windows);
    fault(
      'windows',
      `there is no maintenance window "${name.slice(0, 80)}"`,
      meant === undefined ? 'Make it first, or leave it out for any time.' : `Did you mean "${meant}"?`,
    );
  }
  const { catchUp = 'next-window' } = text;
  const caught = keep('catchUp', readCatchUp(catchUp));
  if (caught?.mode === 'force-at-deadline' && caught.minutes >= planHoldsDays * 1_440) {
    fault('catchUp', `is after its plans have expired, which is after ${planHoldsDays} days`, 'Give less time.');
  }
  const soak = readDuration(text.soak);
  const soakMinutes =
    soak !== undefined && soak >= 60 && soak % 60 === 0
      ? soak / 60
      : fault(
          'soak',
          'is no length of time',
          'Write a minute or more: 1h, 24h. A patch that is never watched is never verified.',
        );
  const consent =
    readConsent(text.automaticUpTo) ??
    fault(
      'automaticUpTo',
      'is no number of endpoints',
      'Give a whole number from 1, or leave it out so that people approve each plan.',
    );
  const reboot =
    reboots.find((each) => each === text.reboot) ??
    fault('reboot', `"${text.reboot.slice(0, 20)}" is no way to reboot`, `Write one of ${reboots.join(', ')}.`);
  const restart =
    text.restart === undefined || text.restart === 'services' || text.restart === 'none'
      ? (text.restart ?? 'services')
      : fault('restart', `"${text.restart.slice(0, 20)}" is no way to restart services`, 'Write services or none.');
  const probesOf = <T extends { readonly name: string }>(
    field: 'probes' | 'ringProbes',
    read: (line: string) => Checked<T>,
    most: number,
  ): readonly T[] => {
    const lines = text[field] ?? [];
    if (lines.length > most) fault(field, `there are ${lines.length} of them`, `Give at most ${most}.`);
    const found = lines.slice(0, most).flatMap((line) => keep(field, read(line)) ?? []);
    const isTwice = new Set(found.map(({ name }) => name)).size < found.length;
    if (isTwice) fault(field, 'two are the same', 'Leave one out.');
    return found;
  };
  const probes = probesOf('probes', readProbe, mostProbes);
  const ringProbes = probesOf('ringProbes', readRingProbe, mostRingProbes);
  if (problems.length > 0 || !restart || !ships || !endpoints || !days || !rings || !consent || !reboot)
    return { ok: false, problems };
  if (daysFrom === undefined || waitDays === undefined || soakMinutes === undefined) return { ok: false, problems };
  const { name, zone, isOn } = text;
  const gate = { smallRing: text.cleanCanary ? 'clean-canary' : 'person', extend: 'automatic' } as const;
  return {
    ok: true,
    value: {
      name,
      ships,
      endpoints,
      days,
      daysFrom,
      zone,
      waitDays,
      rings,
      windows: text.windows,
      catchUp,
      soakMinutes,
      consent,
      reboot,
      restart,
      probes,
      ringProbes,
      gate,
      isOn,
    },
  };
}

function readShips(text: string): Checked<Ships> {
  const word = text.trim().toLowerCase();
  if (word === 'security') return { ok: true, value: { kind: 'security-updates' } };
  if (word === 'all') return { ok: true, value: { kind: 'all-updates' } };
  if (word === '') {
    return {
      ok: false,
      problems: [
        {
          field: 'ships',
          problem: 'nothing is shipped',
          remedy: 'Write security, all, or a query of findings such as exploited:yes.',
        },
      ],
    };
  }
  const query = readQuery('ships', text, 'findings');
  return query.ok ? { ok: true, value: { kind: 'findings', query: query.value } } : query;
}

/** A query whose fault is told as a problem with a remedy. */
export function readQuery(field: string, text: string, resource: Resource): Checked<ReadQuery> {
  const parsed = parseQuery(text, resource);
  if (parsed.ok) return { ok: true, value: { text, query: correlate(parsed.query, resource) } };
  const { message, from, expected, suggestion } = parsed.error;
  const remedy =
    suggestion !== undefined
      ? `Did you mean ${suggestion}?`
      : expected.length > 0
        ? `Write ${expected.slice(0, 5).join(', or ')} there.`
        : 'Correct the query there.';
  return { ok: false, problems: [{ field, problem: `${message} (at character ${from + 1})`, remedy }] };
}

function readConsent(automaticUpTo: number | undefined): Consent | undefined {
  if (automaticUpTo === undefined) return { kind: 'people' };
  return Number.isSafeInteger(automaticUpTo) && automaticUpTo >= 1
    ? { kind: 'standing', mostEndpoints: automaticUpTo }
    : undefined;
}

function isZone(zone: string): boolean {
  if (!/^[A-Za-z][\w+/-]{0,60}$/.test(zone)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}
