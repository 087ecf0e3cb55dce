// What taking back to the packages of before is not proven for, and so not offered: what the machine starts from.
import type { VersionChange } from './plan-document.ts';

/** Kernels and boot loaders. A machine runs its kernel: it goes back by booting the one before, which Suture does not do yet. */
const startsFrom =
  /^(?:linux-image-.+|(?:proxmox|pve)-kernel-.+|raspberrypi-kernel|kernel(?:-(?:core|modules|modules-core|modules-extra|default|default-base|rt|rt-core|64k|64k-core|uek|uek-core|ml|lt))?|linux(?:-(?:lts|zen|hardened|rt|rt-lts))?|grub.*|shim.*|systemd-boot.*)$/;

/** One sentence; undefined where packages are proven to go back. */
export function whyNotTakenBack(changes: readonly VersionChange[]): string | undefined {
  const found = changes.find((change) => startsFrom.test(change.package));
  return found === undefined
    ? undefined
    : `${found.package} is a kernel or boot loader, for which going back is not proven: boot the entry before instead`;
}
