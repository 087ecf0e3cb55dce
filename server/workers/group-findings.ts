// Which group a finding is of: what a deadline takes from it, with the date of its fix.
import { createHash } from 'node:crypto';
import { releaseOfEcosystem } from '@suture/core/lifecycle/ecosystem-release.ts';
import type { Finding } from '@suture/core/matching/finding.ts';
import { readDay } from '@suture/core/risk/days.ts';
import { fixDateOf } from '@suture/core/risk/finding-context.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import type { NewGroup, Said } from '../store/finding-groups.ts';

export type GroupOf = (finding: Finding) => NewGroup;

/** Reads the release's date of each ecosystem once, and groups each shared evidence once. */
export function groupFindings(advisories: Pick<AdvisoryDatabase, 'lifecycle'>): GroupOf {
  const released = new Map<string, string | undefined>();
  const releasedOf = (ecosystem: string): string | undefined => {
    if (released.has(ecosystem)) return released.get(ecosystem);
    const known = releaseOfEcosystem(ecosystem);
    const rows = known === undefined ? [] : advisories.lifecycle(known.product);
    const date = rows.find(({ release }) => release === known?.release)?.released;
    released.set(ecosystem, date);
    return date;
  };
  return (finding) => {
    const ecosystem = finding.package.ecosystem ?? '';
    const fix = fixDateOf(finding.evidence, releasedOf(ecosystem));
    const said: Said = {
      vulnerability: finding.id,
      ecosystem,
      state: finding.state,
      isFixed: finding.fixedVersion !== null,
      advisories: finding.advisories,
      // A date that is none would count from whenever it is looked at.
      fix: readDay(fix?.date) === undefined ? null : (fix ?? null),
      published: publishedOf(finding),
    };
    return { said, digest: createHash('sha256').update(JSON.stringify(said)).digest('hex') };
  };
}

/** The earliest that is a date; sources write year 1 where they do not know. */
function publishedOf({ evidence }: Finding): string | null {
  let first: string | null = null;
  for (const { published } of evidence.matches) {
    const day = readDay(published);
    if (published === undefined || day === undefined || Number.isNaN(Date.parse(published))) continue;
    const moment = new Date(published).toISOString();
    if (first === null || moment < first) first = moment;
  }
  return first;
}
