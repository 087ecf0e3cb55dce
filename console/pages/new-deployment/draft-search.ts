// A plan as it is being made, as it stands in the URL.
export const SHIPS = ['security', 'all', 'sources', 'close', 'install', 'remove', 'required', 'forbidden'] as const;
export type Ships = (typeof SHIPS)[number];

/** Those of which names are given. */
const NAMED = ['sources', 'close', 'install', 'remove'] as const satisfies readonly Ships[];
export const isNamed = (ships: Ships): ships is (typeof NAMED)[number] => NAMED.some((each) => each === ships);

/** As many lines as a URL is read for; a plan takes fewer, and the form says so. */
const MOST_LINES = 12;

export const REBOOTS = ['never', 'if-needed', 'in-window', 'ask'] as const;
type Reboot = (typeof REBOOTS)[number];

/** Everything may be left out; then it is as usual. */
export interface Draft {
  readonly q?: string;
  readonly ships?: Ships;
  /** Source packages, vulnerabilities or products, with commas between. */
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
  /** Services keep the code they run. */
  readonly restart?: 'none';
  /** Lines, as `readProbe` and `readRingProbe` read them. */
  readonly probes?: readonly string[];
  readonly ringProbes?: readonly string[];
  /** As the API reads it: `after:2h`. */
  readonly catchUp?: string;
}

export const USUAL = { ships: 'security', rings: '2,10%,rest', soak: 60, expires: 168, most: 50 } as const;

const text = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? value : undefined;
const texts = (value: unknown): readonly string[] | undefined => {
  const found = Array.isArray(value)
    ? value.filter((each) => typeof each === 'string' && each !== '').slice(0, MOST_LINES)
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
    restart: search['restart'] === 'none' ? ('none' as const) : undefined,
    probes: texts(search['probes']),
    ringProbes: texts(search['ringProbes']),
    catchUp: text(search['catchUp']),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
