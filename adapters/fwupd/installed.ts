// The `installed` section: every device that says which firmware it runs.
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Section } from '../adapter.ts';
import { failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { getDevices } from './commands.ts';
import { askDevices, namedDevices, type Named } from './devices.ts';

export async function readInstalled(host: Host): Promise<Section<Package>> {
  const answer = await askDevices(host, getDevices);
  if (!answer.ok) return failed(answer.nothing ? 'fwupd knows no device on this machine' : answer.why);
  const items = namedDevices(answer.value).flatMap(packageOf);
  if (items.length === 0) return failed('no device on this machine says which firmware it runs');
  return sectionOf(items, unreadDevices('get-devices', answer.unread));
}

export const unreadDevices = (verb: string, unread: number): readonly string[] =>
  unread === 0 ? [] : [`fwupdmgr ${verb} names ${unread} devices that cannot be read`];

function packageOf({ name, device: { version, vendor, guid, plugin, id } }: Named): readonly Package[] {
  if (version === undefined) return [];
  const qualifiers = { device: id.slice(0, 12), guid, plugin };
  return [
    {
      purl: buildPurl({ type: 'generic', namespace: 'firmware', name, version, qualifiers }),
      ecosystem: undefined,
      name,
      version,
      arch: undefined,
      source: { name, version },
      ...(vendor === undefined ? {} : { origin: vendor }),
    },
  ];
}
