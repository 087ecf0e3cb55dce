// Packages that somebody else built: a distribution's advisories do not speak of another's nginx of the same name.
import type { Package } from '../packages/package.ts';
import { familyOf } from './families.ts';

/** How each distribution signs its packages: rpm's Vendor, apt's Origin. */
const OWN: ReadonlyMap<string, RegExp> = new Map([
  ['Debian', /^(?:Debian|Freexian)/i],
  ['Ubuntu', /^(?:Ubuntu|Canonical)/i],
  ['AlmaLinux', /^AlmaLinux/i],
  ['Rocky Linux', /^Rocky/i],
  // The rebuild was filed under the advisories of what it rebuilt.
  ['Red Hat', /^(?:Red Hat|CentOS)/i],
  ['SUSE', /SUSE/i],
  ['openSUSE', /SUSE/i],
  ['Mageia', /^Mageia/i],
  ['Photon OS', /^(?:VMware|Broadcom)/i],
]);

/** Who built it, where that is known and is not the distribution whose advisories it would be judged by. */
export function otherBuilder({ origin, ecosystem }: Package): string | undefined {
  if (origin === undefined) return undefined;
  const own = OWN.get(familyOf(ecosystem));
  return own === undefined || own.test(origin) ? undefined : origin;
}
