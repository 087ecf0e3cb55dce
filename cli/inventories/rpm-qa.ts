// Reads an inventory that rpm printed: tab-separated name, epoch, version, release, architecture and more.
import { rpmPackage } from '@suture/adapters/rpm-query.ts';
import { ecosystemOf, schemeOf } from '@suture/core/packages/ecosystems.ts';
import type { Inventory, OperatingSystem, Package } from '@suture/core/packages/package.ts';
import { collect, failed, quote } from './collection.ts';
import { linesOf } from './lines.ts';

/** What to run to get such a list; the last three columns may be missing. Source: rpm's manual, "query format". */
export const rpmQuery = String.raw`rpm -qa --qf '%{NAME}\t%{EPOCHNUM}\t%{VERSION}\t%{RELEASE}\t%{ARCH}\t%{SOURCERPM}\t%{MODULARITYLABEL}\t%{VENDOR}\n'`;

/** `#` begins a comment line; rpm's `(none)` is nothing; the keys rpm keeps as `gpg-pubkey` packages are left out. */
export function readRpmQa(text: string, os: OperatingSystem): Inventory {
  const { ecosystem } = ecosystemOf(os);
  if (ecosystem !== undefined && schemeOf(ecosystem) !== 'rpm') return failed(`${os.id} does not use rpm`);
  const found = collect();
  let keys = 0;
  let unreadable = 0;
  for (const [number, line] of linesOf(text)) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const columns = line.split('\t', 9).map((column) => column.trim());
    if (columns[0] === 'gpg-pubkey') {
      keys += 1;
      continue;
    }
    const reading = packageOf(columns, os, ecosystem);
    if (typeof reading === 'string') {
      unreadable += 1;
      found.problem(`line ${number}: ${quote(line)} ${reading}`);
    } else if (!found.add(reading)) break;
  }
  const inventory = found.finish(keys > 0 ? 'the rpm list, besides signing keys,' : 'the rpm list');
  if (inventory.status !== 'failed' || unreadable === 0) return inventory;
  return { ...inventory, problems: [...inventory.problems, `make the list with: ${rpmQuery}`] };
}

const value = (column: string | undefined): string | undefined =>
  column === undefined || column === '' || column === '(none)' ? undefined : column;

function packageOf(columns: readonly string[], os: OperatingSystem, ecosystem: string | undefined): Package | string {
  const [name, epoch, bare, release, arch, sourceRpm, module, vendor] = columns.map(value);
  if (columns.length < 5) return `has ${columns.length} of at least 5 tab-separated columns`;
  if (name === undefined || !/^[\w.+-]{1,256}$/.test(name)) return 'does not begin with a package name';
  if (epoch !== undefined && !/^\d{1,10}$/.test(epoch)) return 'has no number as epoch';
  if (bare === undefined || release === undefined || !part.test(bare) || !part.test(release)) {
    return 'has no version and release';
  }
  return {
    ...rpmPackage({ name, epoch, evr: `${bare}-${release}`, arch, sourceRpm }, os, ecosystem),
    ...(module !== undefined && { module }),
    ...(vendor !== undefined && { origin: vendor }),
  };
}

const part = /^[\w.+~^%]{1,256}$/;
