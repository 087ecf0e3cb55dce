// The work of `suture time-to-fix`.
import { AppError } from '@suture/core/app-error.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { grouped } from '../output/columns.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { plural } from '../output/words.ts';
import { connect } from '../server/connect.ts';
import type { TimeToFixOptions } from './time-to-fix.ts';

type Answer = components['schemas']['TimeToFix'];
type Curve = Answer['curves'][number];

/** Half a million waits are gone through where nobody asked in the last minutes. */
const patienceMs = 120_000;
/** Those that policies give, and a few to see how it goes on. */
const AFTER = [3, 14, 30, 60] as const;

export async function timeToFix(query: string, options: TimeToFixOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const asked = {
    q: query,
    by: 'severity',
    ...(options.days !== undefined && { days: daysOf(options.days) }),
  } as const;
  const { api, ask, fetch, origin } = await connect(options, context);
  const found = await ask(
    api.GET('/api/v1/overview/time-to-fix', {
      params: { query: asked },
      fetch: fetch({ silentMs: patienceMs }),
    }),
    query,
  );
  const { curves, ...of } = found;
  const list = {
    schema: 'suture.time-to-fix/1',
    about: { server: origin, query, ...of },
    rows: curves.slice(0, most),
    total: curves.length,
    columns: COLUMNS,
    said: said(found, query),
    next: 'suture vulnerabilities ls overdue:yes',
  };
  writeRows(list, options, context);
}

function daysOf(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= 400) return Number(text);
  throw new AppError('usage', `--days ${text} is no number of days`, 'Give one from 1 to 400.');
}

const COLUMNS: readonly Column<Curve>[] = [
  { name: 'severity', shown: ({ severity }) => severity },
  {
    name: 'fixes',
    shown: ({ lifetimes }) => grouped(lifetimes),
    value: ({ lifetimes }) => lifetimes,
    right: true,
  },
  { name: 'installed', shown: ({ closed }) => grouped(closed), value: ({ closed }) => closed, right: true },
  {
    name: 'half within',
    shown: ({ medianDays }) => (medianDays === null ? 'not yet' : plural(medianDays, 'day', 'days')),
    value: ({ medianDays }) => medianDays,
    right: true,
  },
  ...AFTER.map((day) => ({
    name: `open after ${day} d`,
    shown: ({ points }: Curve): string => {
      const open = openAfter(points, day);
      return open === null ? 'unknown' : `${Math.round(open * 100)} %`;
    },
    value: ({ points }: Curve): number | null => openAfter(points, day),
    right: true,
  })),
];

/** The share that waits after so many days, 0 to 1; null where none was seen for so long: then nothing is known of it. */
function openAfter(points: Curve['points'], day: number): number | null {
  const last = points.at(-1);
  if (last === undefined || (day > last.day && last.open > 0)) return null;
  return points.findLast((point) => point.day <= day)?.open ?? 1;
}

function said({ curves, since, endpoints }: Answer, query: string): readonly string[] {
  const where = query === '' ? '' : ` for ${query}`;
  const all = curves.find(({ severity }) => severity === 'all');
  if (all === undefined || all.lifetimes === 0) return [`No fix has waited since ${since}${where}.`];
  const fixes = plural(all.lifetimes, 'fix', 'fixes');
  const half =
    all.medianDays === null
      ? `Of ${fixes} since ${since}${where} fewer than half are installed.`
      : `Half of ${fixes} since ${since}${where} are installed within ${plural(all.medianDays, 'day', 'days')}.`;
  const drawn = `Made of ${grouped(endpoints.read)} of ${grouped(endpoints.of)} endpoints.`;
  return endpoints.read < endpoints.of ? [half, drawn] : [half];
}
