// Which file systems of the live machine lie below the root and belong to it: each gets an overlay of its own.

const covered = new Set(['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'f2fs', 'zfs', 'vfat', 'overlay']);
/** Where packages write. What lies elsewhere (people's files, shares) is not needed, and stays hidden. */
const packagesWrite = /^\/(?:boot|usr|var|etc|opt|srv|lib|bin|sbin)(?:\/|$)/;

/** Mount points, parents first. Source: proc_pid_mountinfo(5). */
export function mountsToCover(mountinfo: string): readonly string[] {
  const found = new Set<string>();
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ', 2);
    const path = (before.split(' ')[4] ?? '').replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCodePoint(parseInt(octal, 8)),
    );
    const kind = after.split(' ')[0] ?? '';
    // Colons and commas mean something in the options of an overlay.
    if (covered.has(kind) && packagesWrite.test(path) && !/[:,\\]/.test(path) && !path.split('/').includes('..'))
      found.add(path);
  }
  return [...found].sort((a, b) => a.length - b.length).slice(0, 40);
}
