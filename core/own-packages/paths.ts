// Paths that a package of one's own may name: absolute, plain, and for what it writes below folders that are for that.

/** Where steps may put something. What distributions and users own is not among them. */
const WRITABLE = ['/opt/', '/usr/local/', '/srv/', '/etc/', '/var/lib/', '/var/opt/'] as const;

/** Below those, and not for packages: who owns them decides over the machine. */
const FORBIDDEN = [
  '/etc/suture',
  '/etc/sudoers',
  '/etc/shadow',
  '/etc/passwd',
  '/etc/group',
  '/etc/gshadow',
  '/etc/pam.d',
  '/etc/ld.so',
  '/etc/cron',
  '/etc/ssh',
  '/etc/apt',
  '/etc/yum',
  '/etc/dnf',
  '/etc/systemd',
  '/var/lib/suture',
  '/var/lib/dpkg',
  '/var/lib/rpm',
  '/var/lib/apt',
] as const;

/** No `..`, no doubled slash, nothing that a tool could take for an option or a pattern. */
const PLAIN = /^(?:\/[\w@%+=:,.~-]+)+$/;

export const isPlainPath = (path: string): boolean =>
  path.length <= 300 && PLAIN.test(path) && !path.split('/').some((part) => part === '.' || part === '..');

/** What is wrong with a place that a step writes to; undefined where nothing is. */
export function whyNotWritable(path: string): string | undefined {
  if (!isPlainPath(path)) return 'is no plain absolute path';
  if (!WRITABLE.some((folder) => path.startsWith(folder) && path.length > folder.length))
    return `is not below ${WRITABLE.join(', ')}`;
  const owner = FORBIDDEN.find((each) => path === each || path.startsWith(each));
  return owner === undefined
    ? undefined
    : `is below ${owner}, which decides over the machine: make a deb or rpm for that`;
}

/** A name inside an archive: `etc/agent.conf`. */
export const isInside = (name: string): boolean => isPlainPath(`/${name}`) && !name.startsWith('-');
