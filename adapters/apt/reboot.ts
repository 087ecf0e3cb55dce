// Whether changes of packages come into use only with the next boot.
import type { Change } from '../adapter.ts';

/** What no restart of a service brings into use: the kernel, its firmware, the C library everything runs on, pid 1 and the bus. */
const needsBoot = /^(?:linux-image-|(?:intel|amd64)-microcode$|firmware-|libc6$|systemd$|dbus$|dbus-daemon$)/;

export function needsReboot(changes: readonly Change[]): boolean | 'unknown' {
  const changed = changes.filter((change) => change.kind !== 'remove');
  if (changes.length === 0) return false;
  return changed.some((change) => needsBoot.test(change.package)) ? true : 'unknown';
}
