// Where silence on a vulnerability clears nobody: the same rule as the command line's, for all that an organisation has.
import { setImmediate as breathe } from 'node:timers/promises';
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
  const named = await naming(store, organisation, source, vulnerability);
  return { tooOld, onlyScored: onlyScored && named.length === 0, named, silences };
}

/** Bulletins name vulnerabilities that have no record of their own, so their text is looked through; once for each question. */
const known = new WeakMap<object, Map<string, Promise<readonly string[]>>>();
const mostKnown = 200;
const atOnce = 20;

function naming(
  store: Store,
  organisation: OrganisationId,
  source: SilentSource,
  vulnerability: string,
): Promise<readonly string[]> {
  const answers = known.get(source) ?? new Map<string, Promise<readonly string[]>>();
  known.set(source, answers);
  const key = `${organisation} ${vulnerability}`;
  const answer = answers.get(key) ?? lookFor(store, organisation, source, vulnerability);
  if (answers.size >= mostKnown) answers.clear();
  answers.set(key, answer);
  answer.catch(() => answers.delete(key));
  return answer;
}

/** Ecosystems of the organisation in which an advisory on the vulnerability names something that it has, or had. */
async function lookFor(
  store: Store,
  organisation: OrganisationId,
  { candidates }: SilentSource,
  vulnerability: string,
): Promise<readonly string[]> {
  const subjects = await store.inOrganisation(organisation, judgedSubjects);
  const found = new Set<string>();
  for (const [index, { ecosystem, subject }] of subjects.entries()) {
    if (found.has(ecosystem)) continue;
    // Others ask meanwhile.
    if (index % atOnce === 0) await breathe();
    const isNamed = candidates(ecosystem, subject).some(({ always, byFix }) =>
      [...always, ...byFix].some(
        ({ advisory, vulnerabilities, aliases }) =>
          advisory === vulnerability || vulnerabilities.includes(vulnerability) || aliases.includes(vulnerability),
      ),
    );
    if (isNamed) found.add(ecosystem);
  }
  return [...found];
}
