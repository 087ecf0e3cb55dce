// What the demo's machines run, and the flaws made up for it: each fix of a package is one more level of its version.
import type { SystemName } from './systems.ts';

export interface Software {
  readonly source: string;
  /** What is built from it; the source itself where it has no other packages. */
  readonly packages: readonly string[];
  /** By system, without what its fixes add. */
  readonly upstream: Readonly<Partial<Record<SystemName, string>>>;
  /** The oldest first: so many days ago, and what it closes. */
  readonly fixes: readonly Fix[];
  /** Never fixed. */
  readonly open: readonly Flaw[];
  /** Megabytes to download. */
  readonly megabytes: number;
}

export interface Fix {
  readonly daysAgo: number;
  readonly flaws: readonly Flaw[];
}

export type Grade = 'critical' | 'high' | 'medium' | 'low';

export interface Flaw {
  readonly id: string;
  readonly grade: Grade;
  readonly what: string;
  /** Known to be exploited for so many days; undefined where it is not. */
  readonly exploitedDaysAgo: number | undefined;
  readonly ransomware: boolean;
}

const DEB = ['debian12', 'debian11', 'ubuntu2404'] as const;
const UNIX = [...DEB, 'alma9', 'alpine320'] as const;

const everywhere = (version: string, systems: readonly SystemName[] = UNIX): Software['upstream'] =>
  Object.fromEntries(systems.map((system) => [system, version]));

/** `95 hm`: 95 days ago, a high and a medium; `!` after one: exploited since some days later; `$`: by ransomware, too. */
type Written = readonly [
  source: string,
  packages: string,
  Software['upstream'],
  fixes: string,
  megabytes: number,
  open?: string,
];

const SOFTWARE: readonly Written[] = [
  [
    'openssl',
    'openssl libssl3',
    { debian12: '3.0.15-1', debian11: '1.1.1w-0', ubuntu2404: '3.0.13-0', alma9: '3.0.7-1', alpine320: '3.3.2-0' },
    '88 hm, 47 m, 12 c!l',
    3,
  ],
  [
    'linux',
    'linux-image-amd64',
    { debian12: '6.1.115-1', debian11: '5.10.226-1', ubuntu2404: '6.8.0-49', alma9: '5.14.0-503' },
    '80 hhmm, 52 hm, 19 hhm',
    68,
  ],
  [
    'openssh',
    'openssh-server openssh-client',
    { debian12: '1:9.2p1-2', debian11: '1:8.4p1-5', ubuntu2404: '1:9.6p1-3', alma9: '8.7p1-43', alpine320: '9.7_p1-0' },
    '64 c, 26 m',
    2,
  ],
  ['curl', 'curl libcurl4', everywhere('8.5.0-2'), '70 m, 41 lm, 6 h', 1],
  ['nginx', 'nginx nginx-common', everywhere('1.22.1-9'), '58 m, 4 h!', 2],
  ['sudo', 'sudo', everywhere('1.9.13p3-1'), '92 h!$', 2],
  ['glibc', 'libc6', everywhere('2.36-9'), '77 h, 33 m', 12],
  [
    'postgresql-15',
    'postgresql-15 libpq5',
    everywhere('15.8-0', ['debian12', 'ubuntu2404', 'alma9']),
    '60 h, 13 hm',
    17,
  ],
  [
    'python3.11',
    'python3.11 libpython3.11',
    everywhere('3.11.2-6', ['debian12', 'ubuntu2404', 'alma9']),
    '66 m, 24 m',
    9,
  ],
  ['systemd', 'systemd udev', everywhere('252.31-1', [...DEB, 'alma9']), '71 m', 14],
  ['git', 'git', everywhere('2.39.5-0'), '54 h, 16 m', 8],
  ['expat', 'libexpat1', everywhere('2.5.0-1'), '45 cm', 1],
  ['apache2', 'apache2 apache2-bin', everywhere('2.4.62-1', DEB), '50 h, 9 hm', 4],
  ['php8.2', 'php8.2 php8.2-fpm', everywhere('8.2.24-1', ['debian12', 'ubuntu2404']), '61 m, 18 c', 7],
  ['redis', 'redis-server', everywhere('7.0.15-1'), '49 c', 2],
  ['bind9', 'bind9 bind9-libs', everywhere('9.18.28-1', DEB), '38 h', 5],
  ['samba', 'samba samba-libs', everywhere('4.17.12-0', ['debian12', 'ubuntu2404', 'alma9']), '22 h', 19],
  ['nodejs', 'nodejs', everywhere('18.19.0-6'), '30 m, 10 h', 11],
  ['busybox', 'busybox', everywhere('1.36.1-29', ['alpine320']), '14 m', 1],
  ['krb5', 'libkrb5-3', everywhere('1.20.1-2'), '36 m', 1],
  ['libxml2', 'libxml2', everywhere('2.9.14-1'), '28 h', 1, 'm'],
  ['vim', 'vim vim-common', everywhere('9.0.1378-2'), '', 4, 'lm'],
  ['zlib', 'zlib1g', everywhere('1.2.13-1'), '', 1, 'm'],
  ['tar', 'tar', everywhere('1.34-1'), '', 1, 'l'],
  ['Windows Server 2022', 'Windows Server 2022', { windows2022: '10.0.20348' }, '76 hhm, 41 chm, 13 c!hh', 640],
];

/** There, and never in the news. */
const QUIET =
  'adduser apt base-files bash bzip2 ca-certificates coreutils cron dash dbus debconf diffutils dpkg e2fsprogs file findutils gawk gettext gnupg gpgv grep groff-base gzip hostname ifupdown init iproute2 iptables iputils-ping isc-dhcp-client kmod less libacl1 libattr1 libaudit1 libblkid1 libbz2 libcap2 libcom-err2 libcrypt1 libdb5.3 libffi8 libgcrypt20 libgmp10 libgnutls30 libidn2 liblz4-1 liblzma5 libncursesw6 libpam-modules libpcre2 libreadline8 libseccomp2 libselinux1 libsqlite3-0 libstdc6 libtasn1-6 libtinfo6 libudev1 libuuid1 libzstd1 locales login logrotate logsave lsb-release man-db mawk mount nano ncurses-base netbase passwd perl-base procps psmisc readline-common rsync rsyslog sed sensible-utils sysvinit-utils tzdata ucf unzip util-linux wget whiptail xxd xz-utils';

const GRADES: Readonly<Record<string, Grade>> = { c: 'critical', h: 'high', m: 'medium', l: 'low' };

const WHAT: Readonly<Record<Grade, readonly string[]>> = {
  critical: ['code of strangers runs before anybody signs in', 'memory is written past its end by one packet'],
  high: ['a crafted file runs code', 'an account becomes root', 'a service is read from by strangers'],
  medium: ['a request makes it use all memory', 'a check is passed by a crafted name', 'contents of memory are shown'],
  low: ['it ends at a crafted file', 'a log is filled'],
};

/** @param year of the ids, which nobody gives out: their numbers are far beyond */
export function software(year: number): readonly Software[] {
  let number = 0;
  const flawsOf = (source: string, text: string): readonly Flaw[] =>
    [...text.matchAll(/([chml])(!?)(\$?)/g)].map(([, letter = 'm', exploited, ransomware]): Flaw => {
      number += 1;
      const grade = GRADES[letter] ?? 'medium';
      const said = WHAT[grade][number % WHAT[grade].length] ?? '';
      return {
        id: `CVE-${year}-${990_000 + number}`,
        grade,
        what: `Made up: in ${source}, ${said}`,
        exploitedDaysAgo: exploited === '!' ? 2 : undefined,
        ransomware: ransomware === '$',
      };
    });
  const written = SOFTWARE.map(([source, packages, upstream, fixes, megabytes, open = '']): Software => ({
    source,
    packages: source.includes(' ') ? [packages] : packages.split(' '),
    upstream,
    fixes: fixes
      .split(', ')
      .filter((fix) => fix !== '')
      .map((fix) => {
        const daysAgo = Number.parseInt(fix, 10);
        const flaws = flawsOf(source, fix.split(' ')[1] ?? '');
        // Exploited some days after the fix came out.
        const since = (flaw: Flaw): Flaw =>
          flaw.exploitedDaysAgo === undefined ? flaw : { ...flaw, exploitedDaysAgo: Math.max(1, daysAgo - 5) };
        return { daysAgo, flaws: flaws.map(since) };
      }),
    open: flawsOf(source, open),
    megabytes,
  }));
  const quiet = QUIET.split(' ').map((source, index): Software => ({
    source,
    packages: [source],
    upstream: everywhere(`${1 + (index % 5)}.${index % 13}-${1 + (index % 4)}`),
    fixes: [],
    open: [],
    megabytes: 1,
  }));
  return [...written, ...quiet];
}
