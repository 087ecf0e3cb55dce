// Windows: a build tells the feature update, but how long that is supported depends on the edition, which it does not tell.
import type { OperatingSystem } from '../packages/package.ts';
import { lifecycleOf, type ProductRelease, type Support, unknownSupport } from './support.ts';

/** `os.version` is a build (`10.0.17763.1`), `os.name` what is known of product and edition. */
export function lifecycleOfWindows(os: OperatingSystem, rows: readonly ProductRelease[], today: string): Support {
  const name = os.name ?? '';
  const line = os.version.split('.').slice(0, 3).join('.');
  const onLine = rows.filter(({ latest }) => latest !== undefined && latest.split('.').slice(0, 3).join('.') === line);
  const candidates = byEdition(name, byProduct(name, onLine));
  const supports = candidates
    .map((row) => lifecycleOf([row], today))
    .toSorted((a, b) => ((a.endOfLife ?? '9999') < (b.endOfLife ?? '9999') ? -1 : 1));
  const [earliest] = supports;
  if (earliest === undefined)
    return unknownSupport('windows', os.version, name || `Windows ${os.version}`, 'no feed knows this build');
  if (supports.length === 1) return earliest;
  const depends = `depends on the edition: ${supports.map((support) => `${support.label} ${when(support, today)}`).join(', ')}`;
  const decided = common(supports);
  if (decided !== undefined)
    return { ...decided, note: decided.note === null ? depends : `${decided.note}; ${depends}` };
  return {
    ...unknownSupport(earliest.product, line, name || `Windows build ${line}`, depends),
    source: earliest.source,
  };
}

/** What holds whichever edition it is; undefined where that cannot be said. `supports` is sorted by end of life. */
function common(supports: readonly Support[]): Support | undefined {
  const states = new Set(supports.map(({ state }) => state));
  if (states.size === 1) return states.has('unsupported') ? supports.at(-1) : supports[0];
  // One edition's support ends soon, another's later: to warn of the first is right for both.
  return states.size === 2 && states.has('supported') && states.has('ending') ? supports[0] : undefined;
}

function when({ endOfLife, state }: Support, today: string): string {
  if (endOfLife === null) return state;
  return endOfLife < today ? `ended ${endOfLife}` : `until ${endOfLife}`;
}

function byProduct(name: string, rows: readonly ProductRelease[]): readonly ProductRelease[] {
  if (/\bserver\b/i.test(name)) {
    const servers = rows.filter(({ product }) => product === 'windows-server');
    const year = /\bserver (20\d\d)( R2)?/i.exec(name);
    if (year === null) return servers;
    const release = `${year[1]}${year[2] === undefined ? '' : '-r2'}`;
    return orAll(servers, (row) => row.release === release || row.release.startsWith(`${release}-sp`));
  }
  return /\bwindows (?:7|8|8\.1|10|11)\b/i.test(name) ? rows.filter(({ product }) => product === 'windows') : rows;
}

function byEdition(name: string, rows: readonly ProductRelease[]): readonly ProductRelease[] {
  if (/\bLTS[BC]\b/i.test(name)) {
    const kind = /\bIoT\b/i.test(name) ? /-iot-lts$/ : /-e-lts$/;
    return orAll(rows, ({ release }) => kind.test(release));
  }
  if (/\b(?:Enterprise|Education)\b/i.test(name)) return orAll(rows, ({ release }) => release.endsWith('-e'));
  if (/\b(?:Home|Pro|Professional)\b/i.test(name)) return orAll(rows, ({ release }) => release.endsWith('-w'));
  return rows;
}

function orAll(rows: readonly ProductRelease[], keep: (row: ProductRelease) => boolean): readonly ProductRelease[] {
  const kept = rows.filter(keep);
  return kept.length === 0 ? rows : kept;
}
