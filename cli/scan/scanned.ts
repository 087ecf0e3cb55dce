// What a scan looks at: an inventory with all that was learnt beside it, whether from this machine or from files.
import type { Update } from '@suture/adapters/adapter.ts';
import type { ProductRelease } from '@suture/core/lifecycle/support.ts';
import type { ChangelogFix } from '@suture/core/packages/package-set-available.ts';
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import type { Incomplete, ScannedEndpoint } from '../scan-document.ts';

/** What is not known of it stands beside a verdict on a vulnerability, and makes none of them unknown. */
export const OF_USERS = 'software of users';

export interface Scanned {
  readonly endpoint: ScannedEndpoint;
  readonly system: OperatingSystem | undefined;
  readonly packages: readonly Package[];
  /** What the machine's channels offer; undefined where they were not asked (an inventory from files). */
  readonly updates: readonly Update[] | undefined;
  /** Vulnerabilities that the changelogs of pending packages name, where no advisory explained the update. */
  readonly changelogs: readonly ChangelogFix[];
  /** Reads the changelogs of pending updates; undefined where there is no machine to read them on. Takes seconds. */
  readonly readChangelogs: ((updates: readonly Update[]) => Promise<ChangelogsRead>) | undefined;
  /** Support dates that the machine itself keeps, for where the database has none. */
  readonly releases: readonly ProductRelease[];
  readonly incomplete: readonly Incomplete[];
}

export interface ChangelogsRead {
  readonly fixes: readonly ChangelogFix[];
  readonly incomplete: readonly Incomplete[];
}
