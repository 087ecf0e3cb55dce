// Where the packages of each endpoint are that a plan is asked for, or why it is left out; those that are alike share one place.
import type { Exclusion, PlannedEndpoint } from '@suture/core/rollouts/plan-document.ts';
import type { Candidate, CandidateSection } from '../store/plan-candidates.ts';
import { byNameAlone } from '../store/plan-presence.ts';

/** What one of an endpoint's package managers has and offers. */
export interface Place {
  readonly adapter: string;
  readonly release: string;
  readonly installed: number;
  readonly available: number;
}

export interface Placed extends Pick<PlannedEndpoint, 'endpoint' | 'rollback' | 'group'> {
  /** Its system's package manager; where nothing can be planned with that, another of its channels. */
  readonly place: Place;
  /** Why that is another. */
  readonly without?: string;
  /** Where else what is asked for by name may come from. */
  readonly others: readonly Place[];
}

interface Fresh {
  readonly now: number;
  /** What was seen longer ago is too old to plan with. */
  readonly freshMs: number;
}

/** System package managers: the first that an endpoint has is the plan's. */
const systems = ['apt', 'dnf', 'zypper', 'apk', 'pacman'];
const dayMs = 86_400_000;

export class Places {
  readonly placed: Placed[] = [];
  readonly exclusions: Exclusion[] = [];
  readonly #places = new Map<string, Place>();
  readonly #fresh: Fresh;

  constructor(fresh: Fresh) {
    this.#fresh = fresh;
  }

  add(candidate: Candidate): void {
    const { id: endpoint, release, carriesOut } = candidate;
    const why = whyNothing(candidate, this.#fresh);
    if (why !== undefined) {
      this.exclusions.push({ endpoint, why });
      return;
    }
    const system = systems.find((name) => candidate.sections.some((section) => section.adapter === name));
    const found = system === undefined ? 'It has no package manager that plans are made for.' : at(candidate, system);
    const without = typeof found === 'string' ? found : undefined;
    const first = typeof found === 'string' ? [] : [this.#shared(found, release)];
    const more = byNameAlone.flatMap((name) => {
      const other = at(candidate, name, ['complete', 'partial']);
      return typeof other === 'string' ? [] : [this.#shared(other, release)];
    });
    const [place, ...rest] = [...first, ...more];
    if (place === undefined) {
      this.exclusions.push({ endpoint, why: without ?? '' });
      return;
    }
    const rollback = carriesOut.includes('roll-back') ? 'R1' : 'R0';
    const instead = without === undefined ? {} : { without };
    this.placed.push({ endpoint, place, ...instead, others: rest, rollback, group: groupOf(candidate) });
  }

  #shared(found: Omit<Place, 'release'>, release: string): Place {
    const key = `${found.adapter} ${release} ${found.installed} ${found.available}`;
    const place = this.#places.get(key) ?? { ...found, release };
    this.#places.set(key, place);
    return place;
  }

  /** Each of them once; of one package manager, where one is named. */
  sets(kind: 'installed' | 'available', adapter?: string): readonly number[] {
    const places = [...this.#places.values()].filter((place) => adapter === undefined || place.adapter === adapter);
    return [...new Set(places.map((place) => place[kind]))];
  }
}

/** Machines of which only so many may be down at once carry a tag that says so. */
const groupOf = ({ tags }: Candidate): string | null =>
  tags
    .filter((tag) => tag.startsWith('group:'))
    .toSorted()[0]
    ?.slice('group:'.length) ?? null;

/** Why nothing can be planned for it at all; undefined where something may. */
function whyNothing(candidate: Candidate, { now, freshMs }: Fresh): string | undefined {
  const { state, seenAt, veto, carriesOut, carriesNothing } = candidate;
  if (state !== 'active') return `It is not in service: it is ${state}.`;
  if (seenAt === null) return 'It was never heard of.';
  const age = now - seenAt.getTime();
  if (age > freshMs) return `It was last heard of ${Math.floor(age / dayMs)} days ago, so what it has is not known.`;
  if (veto !== null) return `The policy file on it ${veto}.`;
  if (carriesOut.includes('install')) return undefined;
  return `Its agent carries out no installs${carriesNothing === null ? '' : `: ${carriesNothing}`}.`;
}

/** What this package manager of it has and offers, or why that cannot be planned with. */
function at(
  { sections }: Candidate,
  adapter: string,
  standing: readonly CandidateSection['status'][] = ['complete'],
): Omit<Place, 'release'> | string {
  const of = (kind: CandidateSection['kind']) =>
    sections.find((section) => section.adapter === adapter && section.kind === kind);
  const [installed, available] = [of('installed'), of('available')];
  const sets = { installed: installed?.set ?? null, available: available?.set ?? null };
  if (installed === undefined || available === undefined || sets.installed === null || sets.available === null) {
    return `What ${adapter} has and offers on it is not known.`;
  }
  if (!standing.includes(installed.status) || !standing.includes(available.status)) {
    return `What ${adapter} reports of it is not complete.`;
  }
  return { adapter, installed: sets.installed, available: sets.available };
}
