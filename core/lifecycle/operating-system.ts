// Until when an operating system is supported: which product and release of the feeds it is, and what they say of it.
import type { OperatingSystem } from '../packages/package.ts';
import { rowsOfVersion } from './releases.ts';
import { type Entitlement, lifecycleOf, type ProductRelease, type Support, unknownSupport } from './support.ts';
import { lifecycleOfWindows } from './windows.ts';

/** os-release's ID to endoflife.date's product. */
const PRODUCTS: ReadonlyMap<string, string> = new Map([
  ['debian', 'debian'],
  ['ubuntu', 'ubuntu'],
  ['almalinux', 'almalinux'],
  ['rocky', 'rocky-linux'],
  ['rhel', 'rhel'],
  ['fedora', 'fedora'],
  ['ol', 'oracle-linux'],
  ['amzn', 'amazon-linux'],
  ['alpine', 'alpine-linux'],
  ['sles', 'sles'],
  ['sled', 'sles'],
  ['opensuse', 'opensuse'],
  ['opensuse-leap', 'opensuse'],
  ['linuxmint', 'linuxmint'],
  ['mageia', 'mageia'],
  ['photon', 'photon'],
  ['freebsd', 'freebsd'],
  ['macos', 'macos'],
]);

const ROLLING: ReadonlySet<string> = new Set(['arch', 'opensuse-tumbleweed', 'wolfi', 'chainguard']);

/** Which subscription of `OperatingSystem.subscriptions` carries a distribution past its end of life. */
const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['ubuntu', 'esm-infra'],
  ['rhel', 'els'],
]);

/** The products whose rows `lifecycleOfSystem` wants to see; none where no feed covers the system. */
export function productsOfSystem(os: OperatingSystem): readonly string[] {
  if (os.id === 'windows') return ['windows', 'windows-server'];
  if (os.id === 'centos') return [isStream(os) ? 'centos-stream' : 'centos'];
  const product = PRODUCTS.get(os.id);
  return product === undefined ? [] : [product];
}

/** Never silent: a system or release that no feed has comes back as `unknown`, with the reason. `today` is `YYYY-MM-DD`. */
export function lifecycleOfSystem(os: OperatingSystem, rows: readonly ProductRelease[], today: string): Support {
  const products = productsOfSystem(os);
  const label = os.name ?? `${os.id} ${os.version}`.trim();
  const [product = os.id] = products;
  const known = rows.filter((row) => products.includes(row.product));
  if (ROLLING.has(os.id))
    return unknownSupport(product, os.version, label, 'a rolling release: it has no end of support');
  if (products.length === 0) return unknownSupport(product, os.version, label, 'no feed has support dates for it');
  if (known.length === 0)
    return unknownSupport(product, os.version, label, 'the advisory database has no support dates for it');
  if (os.id === 'windows') return lifecycleOfWindows(os, known, today);
  const [first, ...others] = rowsOfVersion(os.version, known);
  if (first === undefined) return unknownSupport(product, os.version, label, 'no feed knows this release');
  return lifecycleOf([first, ...others], today, entitlementOf(os));
}

/** Debian LTS is there for everyone; other extensions are bought. */
function entitlementOf(os: OperatingSystem): Entitlement {
  if (os.id === 'debian') return 'free';
  const extension = EXTENSIONS.get(os.id);
  return extension !== undefined && os.subscriptions?.includes(extension) === true ? 'subscribed' : 'not-known';
}

/** CentOS Linux ended with 8; from 9 on there is only Stream. */
const isStream = (os: OperatingSystem): boolean =>
  /\bstream\b/i.test(os.name ?? '') || Number.parseInt(os.version, 10) >= 9;
