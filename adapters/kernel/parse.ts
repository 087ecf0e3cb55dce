// What the kernel, dpkg, rpm and needrestart print, turned into facts; everything here may be cut off or made up.

export interface RunningKernel {
  /** As `uname -r` says it. */
  readonly release: string;
  /** The version of the distribution's package it was built as, where the kernel says so; else null. */
  readonly packageVersion: string | null;
}

export interface InstalledKernel {
  /** As `uname -r` will say it. */
  readonly release: string;
  readonly package: string;
  /** The package's version, by the ordering of its manager. */
  readonly version: string;
  readonly scheme: 'debian' | 'rpm';
}

/** `Linux 6.1.0-50-amd64` or the content of osrelease; undefined for what is no Linux release. */
export function parseRelease(text: string): string | undefined {
  const words = text.trim().split(/\s+/);
  const release = words.length === 2 && words[0] === 'Linux' ? words[1] : words.length === 1 ? words[0] : undefined;
  return release !== undefined && /^\d[\w.+~-]{0,127}$/.test(release) ? release : undefined;
}

/**
 * The package version a kernel was built as: Debian writes it at the end of /proc/version (`Debian 6.1.176-1
 * (2026-07-02)`), Ubuntu in /proc/version_signature (`Ubuntu 5.15.0-91.101-generic 5.15.131`).
 */
export function parsePackageVersion(release: string, version: string, signature: string): string | null {
  const debian = / Debian (\d[\w.+~-]{0,127}) \(\d{4}-\d\d-\d\d\)\s*$/.exec(version.slice(0, 4096));
  if (debian?.[1] !== undefined) return debian[1];
  const ubuntu = /^Ubuntu (\d[\w.+~-]{0,127})(?:\s|$)/.exec(signature);
  const flavour = flavourOf(release);
  return ubuntu?.[1]?.endsWith(`-${flavour}`) === true ? ubuntu[1].slice(0, -flavour.length - 1) : null;
}

/** `cloud-amd64`, `generic`, `rpi-v8`; empty for rpm's releases. Only kernels of one flavour follow each other. */
export function flavourOf(release: string): string {
  const parts = release.split('-');
  const first = parts.findIndex((part, index) => index > 0 && /^[a-z]/i.test(part));
  if (first > 0) return parts.slice(first).join('-');
  return /\.[a-z]\w*\+(\w+)$/.exec(release)?.[1] ?? '';
}

/** Status, name with the release in it, version. */
const dpkgLine =
  /^.i[^\t]*\t(linux-image-(?:unsigned-)?(\d+\.\d+\.\d+[\w.+~-]*)|(?:proxmox|pve)-kernel-(\d+\.\d+\.\d+[\w.+~-]*?-pve)(?:-signed)?)(?:\t([^\t]*)|$)/;

/** Lines of `commands.ts`' dpkgKernels. Packages that are not unpacked (`rc`, `un`) and debug symbols do not count. */
export function parseDpkgKernels(text: string): readonly InstalledKernel[] {
  return eachOnce(text, (line) => {
    const [, name = '', debian, proxmox, version = ''] = dpkgLine.exec(line) ?? [];
    const release = debian ?? proxmox;
    if (release === undefined || /-dbg(?:sym)?$/.test(name)) return undefined;
    return { release, package: name, version, scheme: 'debian' };
  });
}

/** Name, epoch, version, release, architecture. */
const rpmLine = /^(kernel[^\t]*)\t([^\t]*)\t(\d[^\t]*)\t([^\t]+)\t([^\t]+)/;

/** Lines of `commands.ts`' rpmKernels. SUSE's release lacks the package's last number and ends in the flavour. */
export function parseRpmKernels(text: string): readonly InstalledKernel[] {
  return eachOnce(text, (line) => {
    const [, name, epoch = '', version = '', release = '', arch = ''] = rpmLine.exec(line) ?? [];
    if (name === undefined) return undefined;
    const suffix = name === 'kernel-rt-core' ? '+rt' : name === 'kernel-64k-core' ? '+64k' : '';
    const running =
      name === 'kernel-default'
        ? `${version}-${release.replace(/\.\d+$/, '')}-default`
        : `${version}-${release}.${arch}${suffix}`;
    const full = `${epoch === '0' || !/^\d+$/.test(epoch) ? '' : `${epoch}:`}${version}-${release}`;
    return { release: running, package: name, version: full, scheme: 'rpm' };
  });
}

/** Of one release the last counts. */
function eachOnce(text: string, read: (line: string) => InstalledKernel | undefined): readonly InstalledKernel[] {
  const kernels = new Map<string, InstalledKernel>();
  for (const line of text.split('\n')) {
    const kernel = read(line);
    if (kernel !== undefined) kernels.set(kernel.release, kernel);
  }
  return [...kernels.values()];
}

/** `vmlinuz-6.1.0-50-amd64` -> its release, with or without a directory before it. */
export function releaseOfImage(path: string): string | undefined {
  return /(?:^|\/)vmlinuz-(\d[\w.+~-]{0,127})$/.exec(path)?.[1];
}

export interface Needrestart {
  /** 0 unknown, 1 current, 2 an ABI-compatible upgrade is pending, 3 a newer version is. */
  readonly kernelState: 0 | 1 | 2 | 3;
  readonly kernelExpected: string | undefined;
  readonly services: readonly string[];
}

/** `needrestart -b` (its README.batch.md); undefined when the first line is not its own. */
export function parseNeedrestart(text: string): Needrestart | undefined {
  const lines = text.split('\n').map((line) => /^NEEDRESTART-([A-Z]+): ?(.*)$/.exec(line));
  const values = (key: string): string[] => lines.flatMap((line) => (line?.[1] === key ? [line[2] ?? ''] : []));
  if (lines[0]?.[1] !== 'VER') return undefined;
  const state = values('KSTA')[0];
  return {
    kernelState: state === '1' ? 1 : state === '2' ? 2 : state === '3' ? 3 : 0,
    kernelExpected: values('KEXP')[0],
    services: values('SVC').filter((name) => /^[\w@.:\\-]{1,256}$/.test(name)),
  };
}

/** dnf's `needs-restarting -r`: exit code 1 means both "reboot" and "failed", so its words decide. */
export function parseNeedsRestarting(text: string): boolean | undefined {
  if (/^Reboot is required\b/m.test(text)) return true;
  return /^Reboot (?:is probably not|should not be) necessary\b/m.test(text) ? false : undefined;
}

const installedPlaces = /^\/(?:usr|lib|lib32|lib64|libx32|bin|sbin|opt)\//;

/**
 * The programs and libraries a process executes that are no longer on disk, from /proc/PID/maps: mapped executable,
 * marked ` (deleted)`, in a place packages install to. Memory files, /dev/zero, /tmp and the like are not code of a package.
 */
export function deletedCode(maps: string): readonly string[] {
  const mark = ' (deleted)';
  const found = new Set<string>();
  for (let at = maps.indexOf(mark); at !== -1; at = maps.indexOf(mark, at + mark.length)) {
    const end = at + mark.length;
    if (end < maps.length && maps[end] !== '\n') continue;
    const line = maps.slice(maps.lastIndexOf('\n', at) + 1, at);
    const path = line.indexOf('/');
    if (path === -1 || line.slice(line.indexOf(' ') + 1)[2] !== 'x') continue;
    if (installedPlaces.test(line.slice(path))) found.add(line.slice(path));
  }
  return [...found];
}

export type Home =
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'container'; readonly name: string }
  | { readonly kind: 'session' };

const containerGroup =
  /\/(?:docker|lxc|lxc\.payload[^/]*|kubepods(?:\.slice)?|machine\.slice)(?:\/|$)|(?:docker|libpod|crio|cri-containerd|nerdctl)-[0-9a-f]{12}/;

/** Where a process belongs, from /proc/PID/cgroup (version 1, 2 or both): a system service, a container, or a session. */
export function homeOf(cgroup: string): Home {
  for (const line of cgroup.split('\n')) {
    const path = /^\d+:(?:|name=systemd):(\/.*)$/.exec(line)?.[1];
    if (path === undefined) continue;
    const last = path.slice(path.lastIndexOf('/') + 1);
    if (containerGroup.test(path)) return { kind: 'container', name: last.slice(0, 80) };
    const service = /^\/system\.slice\/(?:[^/]+\.slice\/)*([^/]+\.service)(?:\/|$)/.exec(path)?.[1];
    if (service !== undefined) return { kind: 'service', name: service };
  }
  return { kind: 'session' };
}
