// Which product and release of the lifecycle feeds an ecosystem of advisories belongs to.

const PRODUCTS: ReadonlyMap<string, string> = new Map([
  ['Debian', 'debian'],
  ['Ubuntu', 'ubuntu'],
  ['AlmaLinux', 'almalinux'],
  ['Rocky Linux', 'rocky-linux'],
  ['Red Hat', 'rhel'],
  ['Alpine', 'alpine-linux'],
  ['openSUSE', 'opensuse'],
  ['Mageia', 'mageia'],
  ['Photon OS', 'photon'],
]);

/** `Debian:12` is release 12 of `debian`; undefined for ecosystems that are of no system's release, such as npm. */
export function releaseOfEcosystem(
  ecosystem: string,
): { readonly product: string; readonly release: string } | undefined {
  const match = /^([^:]{1,40}):(?:v|Leap )?(\d{1,6}(?:\.\d{1,6})?)(?::|$)/.exec(ecosystem);
  const product = PRODUCTS.get(match?.[1] ?? '');
  return product === undefined || match?.[2] === undefined ? undefined : { product, release: match[2] };
}
