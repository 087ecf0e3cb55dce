// Reads an inventory that is dpkg's status file, `/var/lib/dpkg/status` of another machine.
import { parseDpkgStatus } from '@suture/adapters/apt/dpkg-status.ts';
import { ecosystemOf, schemeOf } from '@suture/core/packages/ecosystems.ts';
import type { Inventory, OperatingSystem } from '@suture/core/packages/package.ts';
import { failed } from './collection.ts';

/** The installed packages, by the apt adapter's own reader. */
export function readDpkgStatus(text: string, os: OperatingSystem): Inventory {
  const { ecosystem } = ecosystemOf(os);
  if (ecosystem !== undefined && schemeOf(ecosystem) !== 'debian') return failed(`${os.id} does not use dpkg`);
  const inventory = parseDpkgStatus(text, os);
  if (inventory.packages.length > 0 || inventory.status === 'failed') return inventory;
  return failed('the dpkg status file names no installed package; an empty inventory is not a patched machine');
}
