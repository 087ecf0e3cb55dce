// The `installed` section: the active revision of every snap.
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Section } from '../adapter.ts';
import { failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import type { Snap } from './parse.ts';
import { askSnaps, unreadSnaps } from './questions.ts';

export async function readInstalled(host: Host): Promise<Section<Package>> {
  const answer = await askSnaps(host);
  if (!answer.ok) return failed(answer.why);
  const active = answer.value.filter(({ isActive }) => isActive);
  if (active.length === 0) return failed('snapd knows no snap that is in use');
  return sectionOf(
    active.map((snap) => packageOf(snap, answer.value)),
    unreadSnaps('snaps', answer.unread),
  );
}

/** `previous` in the package URL: the revision that `snap revert` would go back to. */
function packageOf(snap: Snap, all: readonly Snap[]): Package {
  const { name, version, revision, channel, publisher, heldUntil } = snap;
  const older = all
    .filter((each) => each.name === name && !each.isActive && isBefore(each.revision, revision))
    .toSorted((a, b) => (isBefore(a.revision, b.revision) ? 1 : -1));
  return {
    purl: buildPurl({
      type: 'generic',
      namespace: 'snap',
      name,
      version,
      qualifiers: { channel, previous: older[0]?.revision, revision },
    }),
    ecosystem: undefined,
    name,
    version,
    arch: undefined,
    source: { name, version },
    ...(heldUntil === undefined ? {} : { hold: true as const }),
    ...(publisher === undefined ? {} : { origin: publisher }),
  };
}

const isBefore = (a: string, b: string): boolean =>
  a.startsWith('x') === b.startsWith('x') && Number(a.replace('x', '')) < Number(b.replace('x', ''));
