// What a scan says of the machine itself: held packages, pending restarts, support that has ended or will.
import { productsOfSystem } from '@suture/core/lifecycle/operating-system.ts';
import type { LifecycleState } from '../scan-document.ts';
import type { FixList } from '../scan/fix-list.ts';
import { listed } from './words.ts';

/** More of a kind than this are told in one line, unless everything was asked for. */
const MOST_LINES = 3;

/** The operating system where its support has ended: no list of fixes is worth much then. */
export const systemLines = (list: FixList): readonly string[] =>
  list.lifecycle.filter((one) => one.state === 'unsupported' && isSystem(list, one)).map(supportLine);

export function endpointLines(list: FixList, all: boolean): readonly string[] {
  return [...restartLines(list), ...heldLines(list, all), ...otherUpdates(list), ...supportLines(list, all)];
}

function isSystem({ endpoint: { os } }: FixList, { product }: LifecycleState): boolean {
  return os !== null && productsOfSystem(os).includes(product);
}

function restartLines({ endpoint: { restart = [] } }: FixList): readonly string[] {
  const reboot = restart.filter(({ kind }) => kind === 'reboot').map(({ why }) => `Restart the machine: ${why}`);
  const rest = [...new Set(restart.filter(({ kind }) => kind !== 'reboot').map(({ name }) => name))];
  return rest.length === 0 ? reboot : [...reboot, `Still running replaced files: ${listed(rest)}`];
}

function heldLines({ updates }: FixList, all: boolean): readonly string[] {
  const held = updates.filter(({ heldBack }) => heldBack !== null);
  if (!all && held.length > MOST_LINES) {
    return [`Held back: ${listed(held.map((update) => update.package))} (--all says why)`];
  }
  return held.map(
    ({ package: name, installed, candidate, heldBack }) =>
      `Held back: ${name} ${installed} → ${candidate}: ${heldBack?.why}`,
  );
}

function otherUpdates({ updates }: FixList): readonly string[] {
  const names = updates
    .filter(({ security, heldBack }) => security.is !== true && heldBack === null)
    .map((update) => update.package);
  if (names.length === 0) return [];
  return [`${names.length} other ${names.length === 1 ? 'update is' : 'updates are'} pending: ${listed(names)}`];
}

const HEADINGS = {
  unsupported: 'OUT OF SUPPORT',
  ending: 'Support ends',
  extended: 'Extended support only',
  unknown: 'Support dates not known',
  supported: 'Limited support',
} as const satisfies Record<LifecycleState['state'], string>;

function supportLines(list: FixList, all: boolean): readonly string[] {
  const said = list.lifecycle.filter(
    (one) => one.state !== 'supported' && !(one.state === 'unsupported' && isSystem(list, one)),
  );
  const limited = list.lifecycle.filter(({ state, note }) => all && state === 'supported' && note !== null);
  return [...Map.groupBy([...said, ...limited], ({ state }) => state)].flatMap(([state, group]) =>
    all || group.length <= MOST_LINES
      ? group.map(supportLine)
      : [`${HEADINGS[state]}: ${namesOf(group)} (--all says since when and why)`],
  );
}

const nameOf = ({ label, release }: LifecycleState): string =>
  label.includes(release) ? label : `${label} ${release}`;

/** `a, b and c in Debian 12`, where they are all in the same. */
function namesOf(group: readonly LifecycleState[]): string {
  const names = group.map(nameOf);
  const place = / in [^/]*$/.exec(names[0] ?? '')?.[0] ?? '';
  if (place === '' || !names.every((name) => name.endsWith(place))) return listed(names);
  return `${listed(names.map((name) => name.slice(0, -place.length)))}${place}`;
}

function supportLine(one: LifecycleState): string {
  const { state, endOfLife, extendedUntil, note } = one;
  const until = extendedUntil === null ? '' : `until ${extendedUntil}`;
  const more = note ?? (state === 'extended' ? until : '');
  const when = endOfLife === null ? '' : ` ${state === 'ending' ? 'on' : 'since'} ${endOfLife}`;
  return `${HEADINGS[state]}: ${nameOf(one)}${state === 'supported' ? '' : when}${more === '' ? '' : ` (${more})`}`;
}
