// Where silence on a vulnerability clears nobody: the same rule as the command line's, for all that an organisation has.
import { setImmediate as breathe } from 'node:timers/promises';
import { namesIn } from '@suture/core/matching/owned-packages.ts';
import { type Silence, concernedBy, silencesOn } from '@suture/core/matching/silence.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import { coveredEcosystems, judgedSubjects } from '../store/advisory-generation.ts';
import type { OrganisationId, Store } from '../store/database.ts';
import type { Silenced } from '../store/exposure.ts';

export type SilentSource = Pick<AdvisoryDatabase, 'namedBy' | 'feeds' | 'candidates' | 'generation'>;

export interface SilenceFound extends Silenced {
  readonly silences: readonly Silence[];
}

const NONE: SilenceFound = { tooOld: [], onlyScored: false, named: [], silences: [] };

/** Without advisories nothing is heard of any vulnerability, which is a doubt of its own. */
export async function silenceOn(
  store: Store,
  organisation: OrganisationId,
  source: SilentSource | undefined,
  vulnerability: string,
  now: Date,
): Promise<SilenceFound> {
  if (source === undefined) return NONE;
  const covered = await store.inOrganisation(organisation, coveredEcosystems);
  const namedBy = source.namedBy(vulnerability);
  const today = now.toISOString().slice(0, 10);
  const silences = silencesOn({ vulnerability, namedBy, feeds: source.feeds(), covered, today });
  if (silences.length === 0) return NONE;
  const tooOld = silences.flatMap((each) => (each.doubt === 'data-too-old' ? concernedBy(each, covered) : []));
  const onlyScored = silences.some(({ doubt }) => doubt === 'only-scored');
  const named = await naming(store, organisation, source, vulnerability, today);
  return { tooOld, onlyScored: onlyScored && named.length === 0, named, silences };
}

/**
 * Bulletins name vulnerabilities that have no record of their own, so what is said of the organisation's names is looked
 * through: once for a database, and again only for names that came since. Kept are CVEs that can be doubted, those of late years.
 */
interface Named {
  readonly seen: Set<string>;
  readonly ecosystems: Map<string, Set<string>>;
  /** One look at a time. */
  looking: Promise<unknown>;
}

const known = new WeakMap<object, Map<OrganisationId, Named>>();
const atOnce = 10;
const LATE_YEARS = 3;

/** Ecosystems of the organisation in which an advisory on the vulnerability names something that it has, or had. */
async function naming(
  store: Store,
  organisation: OrganisationId,
  source: SilentSource,
  vulnerability: string,
  today: string,
): Promise<readonly string[]> {
  const mine = known.get(source) ?? new Map<OrganisationId, Named>();
  known.set(source, mine);
  const named = mine.get(organisation) ?? { seen: new Set(), ecosystems: new Map(), looking: Promise.resolve() };
  mine.set(organisation, named);
  const subjects = await store.inOrganisation(organisation, judgedSubjects);
  const since = Number(today.slice(0, 4)) - LATE_YEARS;
  const look = named.looking.then(() => lookThrough(named, subjects, source, since));
  named.looking = look.catch(() => undefined);
  await look;
  return [...(named.ecosystems.get(vulnerability) ?? [])];
}

async function lookThrough(
  { seen, ecosystems }: Named,
  subjects: readonly { readonly ecosystem: string; readonly subject: string }[],
  { candidates }: SilentSource,
  since: number,
): Promise<void> {
  const unseen = subjects.filter(({ ecosystem, subject }) => !seen.has(`${ecosystem}\n${subject}`));
  for (const [index, { ecosystem, subject }] of unseen.entries()) {
    // Others ask meanwhile.
    if (index % atOnce === 0) await breathe();
    for (const name of namesIn(candidates(ecosystem, subject))) {
      if (!(Number(/^CVE-(\d{4})-/.exec(name)?.[1]) >= since)) continue;
      const found = ecosystems.get(name);
      if (found === undefined) ecosystems.set(name, new Set([ecosystem]));
      else found.add(ecosystem);
    }
    seen.add(`${ecosystem}\n${subject}`);
  }
}
