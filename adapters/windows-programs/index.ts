// The windows-programs adapter: what the uninstall keys of the registry say is installed, for the machine and for its users.
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Adapter, Detection, Section } from '../adapter.ts';
import { failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { uninstallKeyCommands } from '../uninstall-keys-commands.ts';
import type { Program } from '../uninstall-keys-parse.ts';
import { readUninstallKeys } from '../uninstall-keys.ts';
import { regPath, softwareHive } from '../windows.ts';

export const windowsPrograms: Adapter = {
  name: 'windows-programs',
  capabilities: ['inventory'],
  watches: [{ path: softwareHive, with: 'itself' }],
  readOnlyCommands: uninstallKeyCommands,
  detect,
  inventory,
};

async function detect(host: Host): Promise<Detection> {
  if (!(await host.exists(regPath))) return { present: false, reason: 'there is no Windows registry here' };
  return { present: true, version: 'uninstall keys' };
}

async function inventory(host: Host): Promise<Section<Package>> {
  const read = await readUninstallKeys(host);
  return read.ok ? sectionOf(read.programs.map(packageOf), read.problems) : failed(...read.problems);
}

function packageOf({ key, name, version = 'unknown', publisher, scope, is32Bit, isMsi }: Program): Package {
  return {
    purl: buildPurl({
      type: 'generic',
      namespace: 'windows-programs',
      name,
      version,
      qualifiers: { installer: isMsi ? 'msi' : undefined, key, scope: scope === 'user' ? scope : undefined },
    }),
    ecosystem: undefined,
    name,
    version,
    arch: is32Bit ? 'x86' : undefined,
    source: { name, version },
    ...(publisher === undefined ? {} : { origin: publisher }),
  };
}
