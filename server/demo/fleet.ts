// The demo's fleet: who is there, what each is for, how it is reached, and when it was last brought up to date by itself.
import type { Software } from './software.ts';
import { SYSTEMS, type SystemName } from './systems.ts';

export interface Cohort {
  readonly name: string;
  readonly system: SystemName;
  readonly size: number;
  readonly tags: readonly string[];
  readonly exposure: 'internet' | 'internal' | 'unknown';
  readonly criticality: 'low' | 'normal' | 'high' | 'highest';
  /** Days ago on which it took all that was fixed by then. */
  readonly patched: readonly number[];
  /** Sources that it has beside those that all have. */
  readonly runs: readonly string[];
}

/** 300 in all. */
export const COHORTS: readonly Cohort[] = [
  cohort('web', 'debian12', 48, 'web prod eu', 'internet', 'high', [83], 'nginx redis'),
  cohort('app', 'ubuntu2404', 70, 'app prod eu', 'internal', 'normal', [80, 45], 'apache2 php8.2 nodejs'),
  cohort('db', 'debian12', 24, 'db prod eu', 'internal', 'highest', [70], 'postgresql-15'),
  cohort('cache', 'alpine320', 20, 'cache prod us', 'internal', 'normal', [58, 30], 'redis busybox'),
  cohort('build', 'alma9', 22, 'build', 'internal', 'low', [60, 15], 'nodejs samba'),
  cohort('api', 'alma9', 40, 'api prod us', 'internet', 'high', [85, 40, 8], 'nginx nodejs'),
  cohort('legacy', 'debian11', 16, 'legacy', 'internal', 'normal', [95], 'apache2 bind9'),
  cohort('edge', 'debian12', 28, 'edge us', 'internet', 'normal', [86, 11], 'nginx bind9'),
  cohort('office', 'windows2022', 18, 'office', 'unknown', 'normal', [45], 'Windows Server 2022'),
  cohort('lab', 'ubuntu2404', 14, 'lab', 'internal', 'low', [64, 3], 'nodejs samba'),
];

function cohort(
  name: string,
  system: SystemName,
  size: number,
  tags: string,
  exposure: Cohort['exposure'],
  criticality: Cohort['criticality'],
  patched: readonly number[],
  runs: string,
): Cohort {
  const own = system === 'windows2022' ? [runs] : runs.split(' ');
  return { name, system, size, tags: tags.split(' '), exposure, criticality, patched, runs: own };
}

/** What only some have. */
const CHOSEN = new Set(COHORTS.flatMap(({ runs }) => runs));

export const softwareOf = ({ system, runs }: Cohort, all: readonly Software[]): readonly Software[] =>
  all.filter(
    ({ source, upstream }) => upstream[system] !== undefined && (!CHOSEN.has(source) || runs.includes(source)),
  );

export const hostname = ({ name }: Cohort, index: number): string => `${name}-${String(index + 1).padStart(2, '0')}`;

/** One in six was passed over by the last round of its cohort. */
export const isBehind = (index: number): boolean => index % 6 === 4;

/** Not heard of for so many days: switched off, or cut off. */
export const SILENT: ReadonlyMap<string, number> = new Map([
  ['edge-07', 4],
  ['edge-19', 9],
  ['legacy-03', 17],
  ['office-11', 6],
  ['cache-14', 5],
  ['lab-02', 26],
]);

export const FAILURES = {
  script: {
    cause: 'script-failed',
    why: 'the postinst script of php8.2-fpm ended with 1',
    lines: [
      'Setting up php8.2-fpm (8.2.24-1ubuntu0.2) ...',
      'Job for php8.2-fpm.service failed because the control process exited with error code.',
      'dpkg: error processing package php8.2-fpm (--configure):',
      ' installed php8.2-fpm package post-installation script subprocess returned error exit status 1',
    ],
  },
  disk: {
    cause: 'disk-full',
    why: '/boot has 31 MB free, and 68 MB are needed',
    lines: ['/boot: 31 MB of 512 MB free'],
  },
  lock: { cause: 'lock-held', why: 'apt-daily-upgrade (process 2211) holds the lock of dpkg', lines: [] },
  service: {
    cause: 'service-down',
    why: 'postgresql@15-main does not run any more',
    lines: [
      'postgresql@15-main.service: Failed with result exit-code.',
      'FATAL: could not load library "auth_delay.so"',
    ],
  },
  download: {
    cause: 'download-failed',
    why: 'the repository answered 503',
    lines: ['Err:4 bookworm-security: 503 Service Unavailable'],
  },
} as const satisfies Readonly<Record<string, Failure>>;

export interface Failure {
  readonly cause: 'script-failed' | 'disk-full' | 'lock-held' | 'service-down' | 'download-failed';
  readonly why: string;
  readonly lines: readonly string[];
}

export const carriesOut = ({ system }: Cohort): boolean => SYSTEMS[system].adapter === 'apt';
