// What the judge says of a package's versions as the database keeps it: judgements alike in all but the vulnerability are written once.
import type { FindingState, Match } from '@suture/core/matching/finding.ts';
import type { Judgement } from '@suture/core/matching/judge.ts';
import type { Standing } from '@suture/core/matching/standing.ts';
import { nextLine } from './encoding.ts';

/** A name as it is, or the beginning of one that ends with the vulnerability's id. */
type Name = string | readonly [beginning: string];

/** `published`: 1 stands for the day that is kept with the id, 0 for none. */
type Shape = readonly [name: Name, feed: string, range: string, fixedVersion: string | null, published: string | 0 | 1];

/** What judgements share. */
type Form = readonly [
  fixedVersion: string | null,
  state: FindingState,
  aliases: readonly string[],
  advisories: readonly Name[],
  matches: readonly Shape[],
  notes: readonly string[],
];

/**
 * A line of JSON for each stretch of versions and form, highest `below` first: `[below | 0, from | 0, form, variables]`,
 * the variables of one judgement after another: its id, and the day its own record was published or an empty text.
 * Undefined where a judgement says what no form has room for, so that only the judge can say.
 */
export function packJudgements(standings: readonly Standing[]): string | undefined {
  if (standings.some(({ judgement: { evidence } }) => evidence.matches.some(({ kb, module }) => kb ?? module)))
    return undefined;
  const lines = new Map<string, string[]>();
  for (const { judgement, from, below } of standings) {
    const published = dayOf(judgement);
    const key = JSON.stringify([below ?? 0, from ?? 0, formOf(judgement, published)]);
    const variables = lines.get(key);
    if (variables === undefined) lines.set(key, [judgement.id, published]);
    else variables.push(judgement.id, published);
  }
  return [...lines].map(([key, variables]) => `${key.slice(0, -1)},${JSON.stringify(variables)}]`).join('\n');
}

const dayOf = ({ id, evidence }: Judgement): string =>
  evidence.matches.find(({ advisory, published }) => advisory.endsWith(id) && published !== undefined)?.published ?? '';

function formOf({ id, fixedVersion, state, aliases, advisories, evidence }: Judgement, day: string): Form {
  const name = (text: string): Name => (text.endsWith(id) ? [text.slice(0, -id.length)] : text);
  const shapes = evidence.matches.map(({ advisory, feed, range, fixedVersion: fix, published }): Shape => {
    return [name(advisory), feed, range, fix, published === day ? 1 : (published ?? 0)];
  });
  return [fixedVersion, state, aliases, advisories.map(name), shapes, evidence.notes];
}

/** Those on a version, of which `isBefore` says whether it is below another. Throws an Error where that is damaged. */
export function readJudgements(text: string, isBefore: (version: string) => boolean): readonly Judgement[] {
  const found: Judgement[] = [];
  let passed: unknown;
  for (let start = 0; start < text.length;) {
    const end = nextLine(text, start);
    const [below, from, form, variables] = JSON.parse(text.slice(start, end - 1)) as readonly unknown[];
    if (!Array.isArray(form) || !Array.isArray(variables)) throw new TypeError('a line without judgements');
    if (typeof below === 'string' && below !== passed && !isBefore(below)) break;
    passed = below;
    start = end;
    if (typeof from === 'string' && isBefore(from)) continue;
    for (let at = 0; at < variables.length; at += 2)
      found.push(judgementOf(form as unknown as Form, String(variables[at]), String(variables[at + 1])));
  }
  return found;
}

// Mapped, not pushed: an array that grows begins with room for seventeen. By index: to take an array apart makes objects.
function judgementOf(form: Form, id: string, day: string): Judgement {
  const advisories = form[3].map((name) => named(name, id));
  const matches = form[4].map((shape) => matchOf(shape, id, day));
  return {
    id,
    aliases: form[2],
    advisories,
    fixedVersion: form[0],
    state: form[1],
    evidence: { matches, notes: form[5] },
  };
}

function matchOf(shape: Shape, id: string, day: string): Match {
  const advisory = named(shape[0], id);
  const feed = shape[1];
  const range = shape[2];
  const fixedVersion = shape[3];
  const when = shape[4];
  if (when === 0) return { advisory, feed, range, fixedVersion };
  return { advisory, feed, range, fixedVersion, published: when === 1 ? day : when };
}

const named = (name: Name, id: string): string => (typeof name === 'string' ? name : `${name[0]}${id}`);
