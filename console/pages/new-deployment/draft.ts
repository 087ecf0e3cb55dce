// A plan as it is being made, as what is asked of the server, and as a command that asks the same.
import type { operations } from '@suture/protocol/api/client-types.ts';
import { readProbe, readRingProbe } from '@suture/protocol/deployments/probe-text.ts';
import { shellQuoted } from '../../components/shell-quoted.ts';
import { type Draft, isNamed, type Ships, USUAL } from './draft-search.ts';

export type Body = NonNullable<operations['previewPlan']['requestBody']>['content']['application/json'];

const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

const probesOf = (lines: readonly string[] = []) =>
  lines.map(readProbe).flatMap((read) => (read.ok ? [read.value] : []));
const ringProbesOf = (lines: readonly string[] = []) =>
  lines.map(readRingProbe).flatMap((read) => (read.ok ? [read.value] : []));

/** Nothing where nothing is said of it: then it is as is usual. */
function conductOf({ reboot, restart, probes = [] }: Draft): Pick<Body, 'conduct'> {
  if (reboot === undefined && restart === undefined && probes.length === 0) return {};
  const read = probesOf(probes).map((each) => (each.kind === 'command' ? { ...each, argv: [...each.argv] } : each));
  return {
    conduct: { ...(reboot && { reboot }), ...(restart && { restart }), ...(read.length > 0 && { probes: read }) },
  };
}

/** Whether every line of it is a probe. */
const areProbes = ({ probes = [], ringProbes = [] }: Draft): boolean =>
  probesOf(probes).length === probes.length && ringProbesOf(ringProbes).length === ringProbes.length;

function shipsOf(ships: Ships, names: string[]): Body['ships'] {
  switch (ships) {
    case 'sources':
      return { kind: ships, sources: names };
    case 'close':
      return { kind: ships, vulnerabilities: names };
    case 'install':
    case 'remove':
      return { kind: ships, packages: names };
    default:
      return { kind: ships };
  }
}

/** Undefined while it is not said what to install, or what is to be asked is none. */
export function askedBy(draft: Draft): Body | undefined {
  const { q = '', ships = USUAL.ships, rings = USUAL.rings, soak = USUAL.soak, expires = USUAL.expires } = draft;
  const names = list(draft.names);
  if (isNamed(ships) && names.length === 0) return undefined;
  if (!areProbes(draft)) return undefined;
  const ringProbes = ringProbesOf(draft.ringProbes);
  return {
    q,
    ships: shipsOf(ships, names),
    rings,
    windows: [...(draft.windows ?? [])],
    soakMinutes: soak,
    expiresInHours: expires,
    mostInFlight: draft.most ?? USUAL.most,
    cleanCanary: draft.clean === true,
    ...(ringProbes.length === 0 ? {} : { ringProbes }),
    ...conductOf(draft),
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
    ...(isNamed(ships)
      ? list(draft.names).map((name) => option(ships === 'sources' ? 'patch' : ships, name))
      : [`--${ships}`]),
    ...(rings === undefined || rings === USUAL.rings ? [] : [option('rings', rings)]),
    ...(draft.windows ?? []).map((name) => option('window', name)),
    ...(soak === undefined || soak === USUAL.soak ? [] : [`--soak ${timeText(soak)}`]),
    ...(most === undefined || most === USUAL.most ? [] : [`--at-once ${most}`]),
    ...(clean === true ? ['--clean-canary'] : []),
    ...(draft.reboot === undefined ? [] : [`--reboot ${draft.reboot}`]),
    ...(draft.restart === undefined ? [] : ['--no-restart']),
    ...(draft.probes ?? []).map((line) => option('probe', line)),
    ...(draft.ringProbes ?? []).map((line) => option('ring-probe', line)),
    ...(draft.catchUp === undefined ? [] : [option('catch-up', draft.catchUp)]),
    ...(expires === undefined || expires === USUAL.expires ? [] : [`--expires ${timeText(expires * 60)}`]),
  ].join(' ');
}
