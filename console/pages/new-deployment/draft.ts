// A plan as it is being made: what stands in the URL, as what is asked of the server, and as a command that asks the same.
import type { operations } from '@suture/protocol/api/client-types.ts';
import { shellQuoted } from '../../components/shell-quoted.ts';

export const SHIPS = ['security', 'all', 'sources', 'close'] as const;
export type Ships = (typeof SHIPS)[number];

export const REBOOTS = ['never', 'if-needed', 'in-window', 'ask'] as const;
type Reboot = (typeof REBOOTS)[number];

/** Everything may be left out; then it is as usual. */
export interface Draft {
  readonly q?: string;
  readonly ships?: Ships;
  /** Source packages or vulnerabilities, with commas between. */
  readonly names?: string;
  readonly rings?: string;
  /** Names; none is any time. */
  readonly windows?: readonly string[];
  /** Minutes. */
  readonly soak?: number;
  /** Hours. */
  readonly expires?: number;
  readonly most?: number;
  readonly clean?: true;
  /** Restarts of machines; without it where the plan expects one. */
  readonly reboot?: Reboot;
  /** As the API reads it: `after:2h`. */
  readonly catchUp?: string;
}

export const USUAL = { ships: 'security', rings: '2,10%,rest', soak: 60, expires: 168, most: 50 } as const;

type Body = NonNullable<operations['previewPlan']['requestBody']>['content']['application/json'];

const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** Undefined while it is not said what to install. */
export function askedBy(draft: Draft): Body | undefined {
  const { q = '', ships = USUAL.ships, rings = USUAL.rings, soak = USUAL.soak, expires = USUAL.expires } = draft;
  const names = list(draft.names);
  if ((ships === 'sources' || ships === 'close') && names.length === 0) return undefined;
  return {
    q,
    ships:
      ships === 'sources'
        ? { kind: ships, sources: names }
        : ships === 'close'
          ? { kind: ships, vulnerabilities: names }
          : { kind: ships },
    rings,
    windows: [...(draft.windows ?? [])],
    soakMinutes: soak,
    expiresInHours: expires,
    mostInFlight: draft.most ?? USUAL.most,
    cleanCanary: draft.clean === true,
    ...(draft.reboot === undefined ? {} : { conduct: { reboot: draft.reboot } }),
    ...(draft.catchUp === undefined ? {} : { catchUp: draft.catchUp }),
  };
}

const timeText = (minutes: number): string =>
  minutes > 0 && minutes % 1440 === 0
    ? `${minutes / 1440}d`
    : minutes > 0 && minutes % 60 === 0
      ? `${minutes / 60}h`
      : minutes === 0
        ? '0'
        : `${minutes}m`;

/** The command line that freezes the same plan; what is as usual is not in it. */
export function commandOf(draft: Draft): string {
  const { q = '', ships = USUAL.ships, rings, soak, expires, most, clean } = draft;
  const option = (name: string, value: string): string => `--${name} ${shellQuoted(value)}`;
  return [
    'suture plan',
    ...(q === '' ? [] : [option('query', q)]),
    ...(ships === 'sources' || ships === 'close'
      ? list(draft.names).map((name) => option(ships === 'sources' ? 'patch' : 'close', name))
      : [`--${ships}`]),
    ...(rings === undefined || rings === USUAL.rings ? [] : [option('rings', rings)]),
    ...(draft.windows ?? []).map((name) => option('window', name)),
    ...(soak === undefined || soak === USUAL.soak ? [] : [`--soak ${timeText(soak)}`]),
    ...(most === undefined || most === USUAL.most ? [] : [`--at-once ${most}`]),
    ...(clean === true ? ['--clean-canary'] : []),
    ...(draft.reboot === undefined ? [] : [`--reboot ${draft.reboot}`]),
    ...(draft.catchUp === undefined ? [] : [option('catch-up', draft.catchUp)]),
    ...(expires === undefined || expires === USUAL.expires ? [] : [`--expires ${timeText(expires * 60)}`]),
  ].join(' ');
}

const text = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? value : undefined;
const texts = (value: unknown): readonly string[] | undefined => {
  const found = Array.isArray(value)
    ? value.filter((each) => typeof each === 'string' && each !== '').slice(0, 10)
    : [];
  return found.length === 0 ? undefined : found;
};
const whole = (value: unknown, least: number, most: number): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : undefined;

/** What is none is as if it were not there. */
export function draftSearch(search: Readonly<Record<string, unknown>>): Draft {
  const read = {
    q: text(search['q']),
    ships: SHIPS.find((each) => each === search['ships']),
    names: text(search['names']),
    rings: text(search['rings']),
    windows: texts(search['windows']),
    soak: whole(search['soak'], 0, 43_200),
    expires: whole(search['expires'], 1, 2160),
    most: whole(search['most'], 1, 10_000),
    clean: search['clean'] === true ? (true as const) : undefined,
    reboot: REBOOTS.find((each) => each === search['reboot']),
    catchUp: text(search['catchUp']),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
