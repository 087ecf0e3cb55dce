// The support dates of what a scan found: the operating system, and packages that only their maker supports.
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import type { LifecycleState } from '../scan-document.ts';
import type { Scanned } from './scanned.ts';

export function lifecycles(_scanned: Scanned, _database: AdvisoryDatabase | undefined, _today: string): readonly LifecycleState[] {
  return [];
}
