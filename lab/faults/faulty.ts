// One host of a fleet on which things go wrong, and what every fault is tried with.
import type { SamplePackage } from '../deb-repository.ts';
import { until, type DeployedHost, type Fleet, type Json } from '../deployed-fleet.ts';

export type Upgrade = Omit<SamplePackage, 'name' | 'version'>;

/** What its packages are before and after, and the tests, which are one after another on a host of that name. */
export interface Faults {
  readonly host: string;
  /** By the package's name. `before`: what 1.0 is, where it is more than a folder. */
  readonly upgrades: Readonly<Record<string, { readonly before?: Upgrade; readonly after?: Upgrade }>>;
  readonly tests: (faulty: () => Faulty) => void;
}

/** Long enough to be interrupted; each run leaves a line. */
export const slowly = 'echo ran >> /var/lab-runs; touch /run/lab-at-it; sleep 4; rm -f /run/lab-at-it';

/** The end of a job. */
export const rest = /^(?:succeeded|failed|lost|rolled-back|rollback-failed)$/;

export interface Faulty {
  readonly fleet: Fleet;
  readonly host: DeployedHost;
  /** To this host alone; the deployment. */
  readonly deploy: (name: string, more?: object, meanwhile?: () => Promise<unknown>) => Promise<string>;
  readonly jobUntil: (id: string, holds: RegExp, seconds?: number) => Promise<Json>;
  /** Waits for the end of its job. `mend`: what makes the host whole again, whatever came of it. */
  readonly endOf: (id: string, mend: string) => Promise<Json>;
  /** Resolves when a script that is slow is at it. */
  readonly atIt: () => Promise<void>;
  /** How often a slow script has run. */
  readonly runs: () => Promise<number>;
  /** The version and state of a package. */
  readonly version: (name: string) => Promise<string>;
  /** Of the machine itself: /etc/suture/policy.yaml. */
  readonly policy: (text: string) => Promise<string>;
  /** What its agent has in hand. */
  readonly held: () => Promise<readonly Json[]>;
}

export function faultyOf(fleet: Fleet, name: string): Faulty {
  const host = fleet.hosts.find((each) => each.name === name);
  if (host === undefined) throw new Error(`no host is called ${name}`);
  const faulty: Faulty = {
    fleet,
    host,
    deploy: (source, more = {}, meanwhile) => {
      const ships = { kind: 'sources', sources: [source] };
      return fleet.deploy({ q: `endpoint:${name}`, ships, rings: 'rest', ...more }, meanwhile);
    },
    jobUntil: (id, holds, seconds = 120) =>
      until(
        `a job that is ${holds}`,
        () => fleet.job(id, host),
        ({ state }) => holds.test(state),
        seconds,
      ),
    async endOf(id, mend) {
      try {
        return await faulty.jobUntil(id, rest);
      } finally {
        await host.sh(mend);
      }
    },
    async atIt() {
      await until(
        'it installs',
        () => host.exec('test', '-e', '/run/lab-at-it'),
        ({ code }) => code === 0,
        60,
      );
    },
    runs: async () => (await host.exec('cat', '/var/lab-runs')).out.split('\n').length - 1,
    version: (source) => fleet.version(host, source),
    policy: (text) => host.sh(`printf '%s\\n' '${text}' > /etc/suture/policy.yaml`),
    held: async () => JSON.parse((await host.exec('cat', '/var/lib/suture-agent/jobs.json')).out).held,
  };
  return faulty;
}
