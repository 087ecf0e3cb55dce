// Why a job failed: a closed list, each with what it means for the gate and what a person can do.

/** Where it happened. Before the install nothing was changed, and the gate has a cap of its own for that. */
export type CausePhase = 'before' | 'install' | 'verify' | 'soak' | 'rollback';

interface CauseText {
  readonly phase: CausePhase;
  readonly says: string;
  /** What to do now; one or two sentences. */
  readonly remedy: string;
}

export const causes = {
  'disk-full': {
    phase: 'before',
    says: 'a file system has too little room',
    remedy: 'Free space on the file system named, then retry the endpoint.',
  },
  'lock-held': {
    phase: 'before',
    says: 'the package manager is locked by another process',
    remedy: 'Wait for the process named, or stop it if it hangs, then retry.',
  },
  'broken-before': {
    phase: 'before',
    says: 'the package database was already broken',
    remedy: 'Repair it on the endpoint (dpkg --configure -a, dnf check), then retry.',
  },
  drifted: {
    phase: 'before',
    says: 'what is installed or offered is not what the plan froze',
    remedy: 'Make a new plan: the endpoint has changed since.',
  },
  'dependency-conflict': {
    phase: 'before',
    says: 'the versions of the plan cannot be installed together',
    remedy: 'Look at the conflict named; hold back or add the package it names in a new plan.',
  },
  'not-trusted': {
    phase: 'before',
    says: 'the endpoint refused a signature',
    remedy: 'Compare the operator keys of the endpoint with those of the server. Nothing was run.',
  },
  vetoed: {
    phase: 'before',
    says: 'the policy file on the endpoint forbids it',
    remedy: 'Change the policy file on the endpoint, or leave it out of the plan.',
  },
  'not-begun': {
    phase: 'before',
    says: 'it was let begin and did not: it was called back, cut off or too late',
    remedy: 'Retry the endpoint; the words beside it say what came in between.',
  },
  'on-battery': {
    phase: 'before',
    says: 'the endpoint runs on battery',
    remedy: 'Plug it in; it is tried again in its next maintenance window.',
  },
  'precheck-failed': {
    phase: 'before',
    says: 'a probe before the install failed',
    remedy: 'Look at the probe named in the transcript.',
  },
  'precheck-timeout': {
    phase: 'before',
    says: 'the probes before the install did not finish in 10 minutes',
    remedy: 'Look for a hanging probe or a hanging package manager on the endpoint.',
  },
  'download-failed': {
    phase: 'before',
    says: 'a package could not be downloaded',
    remedy: 'Check the repository named and the way to it, then retry.',
  },
  'download-stalled': {
    phase: 'before',
    says: 'the download made no progress for 10 minutes',
    remedy: 'Check the network and the repository, then retry.',
  },
  'hash-mismatch': {
    phase: 'before',
    says: 'a package is not the one that was announced',
    remedy: 'Do not retry blindly: compare the repository with its publisher; a mirror may be stale or altered.',
  },
  'signature-mismatch': {
    phase: 'before',
    says: 'a repository or package is not signed by a trusted key',
    remedy: 'Check the key of the repository. Nothing was installed.',
  },
  'script-failed': {
    phase: 'install',
    says: 'a maintainer script failed',
    remedy: 'Read the lines of the transcript; the package and the script are named there.',
  },
  'install-failed': {
    phase: 'install',
    says: 'the package manager failed',
    remedy: 'Read the lines of the transcript, repair the endpoint, then retry.',
  },
  'disk-full-while-installing': {
    phase: 'install',
    says: 'the disk became full during the install',
    remedy: 'Free space and let the package manager finish (dpkg --configure -a), then retry.',
  },
  interrupted: {
    phase: 'install',
    says: 'the install was cut off and could not be brought to an end',
    remedy: 'Look at the endpoint: its package database may need repair. It is not tried again by itself.',
  },
  'no-report-after-crash': {
    phase: 'install',
    says: 'after a crash the endpoint did not say within 30 minutes what it found',
    remedy: 'Look at the endpoint and its journal.',
  },
  'versions-differ': {
    phase: 'verify',
    says: 'after the install the versions are not those of the plan',
    remedy: 'Look for holds and pins on the endpoint, then make a new plan.',
  },
  'old-code-running': {
    phase: 'verify',
    says: 'the fixed version is installed, but old code still runs',
    remedy: 'Restart the services or the machine named.',
  },
  'service-down': {
    phase: 'verify',
    says: 'a service that ran before does not run any more',
    remedy: 'Read the journal of the service named; roll back if it does not come back.',
  },
  'socket-gone': {
    phase: 'verify',
    says: 'a port that was open before is closed',
    remedy: 'Look at the service that listened there.',
  },
  'probe-failed': {
    phase: 'verify',
    says: 'a probe after the install failed',
    remedy: 'Look at the probe named in the transcript.',
  },
  'reboot-loop': {
    phase: 'verify',
    says: 'it rebooted more often than planned',
    remedy: 'Boot the previous entry, and look at the console.',
  },
  'verification-timeout': {
    phase: 'verify',
    says: 'no verification came within 15 minutes',
    remedy: 'Look whether the endpoint answers; until it does, its state is unknown.',
  },
  'service-died-in-soak': {
    phase: 'soak',
    says: 'a service died after a clean install',
    remedy: 'Read the journal of the service; roll back if it does not stay up.',
  },
  'unplanned-reboot': {
    phase: 'soak',
    says: 'the machine rebooted without having been asked to',
    remedy: 'Look for a crash (kernel log, console); roll back if it happens again.',
  },
  'probe-failed-in-soak': {
    phase: 'soak',
    says: 'a probe failed at the end of the soak',
    remedy: 'Look at the probe named in the transcript.',
  },
  'rollback-timeout': {
    phase: 'rollback',
    says: 'the rollback did not finish in 60 minutes',
    remedy: 'A person has to look at the endpoint now.',
  },
  'rollback-impossible': {
    phase: 'rollback',
    says: 'what is needed to roll back is not there any more',
    remedy: 'Repair the endpoint by hand, or restore it.',
  },
  'rollback-error': {
    phase: 'rollback',
    says: 'the rollback failed',
    remedy: 'A person has to look at the endpoint now.',
  },
} as const satisfies Readonly<Record<string, CauseText>>;

export type Cause = keyof typeof causes;

export const isCause = (text: string): text is Cause => Object.hasOwn(causes, text);

/** Nothing was changed on the endpoint: counted against the precheck cap, not as a failure of the patch. */
export const isBeforeInstall = (cause: Cause): boolean => causes[cause].phase === 'before';
