// What the judge says of a package's versions as the database keeps it: judgements alike in all but the vulnerability are written once.
import type { FindingState, Match } from '@suture/core/matching/finding.ts';
import type { Judgement } from '@suture/core/matching/judge.ts';
import type { Standing } from '@suture/core/matching/standing.ts';
import { boundAt, isEscaped, nextLine } from './encoding.ts';

/** A name as it is, or the beginning of one that ends with the vulnerability's id. */
type Name = string | readonly [beginning: string];

/**
 * A match. `name`: its place among the advisories. `range`: 0 stands for everything before the fix, or everything where
 * there is none. `fixedVersion`: 1 stands for the judgement's. `published`: 1 for the day kept with the id, 0 for none.
 */
type Shape = readonly [
  name: number,
  feed: string,
  range: string | 0,
  fixedVersion: string | null | 1,
  published: string | 0 | 1,
];

/** The same, written out. */
interface Written {
  readonly name: number;
  readonly feed: string;
  readonly range: string;
  readonly fixedVersion: string | null;
  readonly published: string | 0 | 1;
}

const rangeOf = (fixedVersion: string | null): string => (fixedVersion === null ? '>= 0' : `< ${fixedVersion}`);

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
 * Undefined where a judgement says what no form has room for, or `below` is what JSON escapes, so that only the judge can say.
 */
export function packJudgements(standings: readonly Standing[]): string | undefined {
  if (standings.some(({ judgement: { evidence } }) => evidence.matches.some(({ kb, module }) => kb ?? module)))
    return undefined;
  if (standings.some(({ below = '' }) => isEscaped(below))) return undefined;
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
    return [
      advisories.indexOf(advisory),
      feed,
      range === rangeOf(fix) ? 0 : range,
      fix === fixedVersion ? 1 : fix,
      published === day ? 1 : (published ?? 0),
    ];
  });
  return [fixedVersion, state, aliases, advisories.map(name), shapes, evidence.notes];
}

/** Those on a version, of which `isBefore` says whether it is below another. Throws an Error where that is damaged. */
export function readJudgements(text: string, isBefore: (version: string) => boolean): readonly Judgement[] {
  const found: Judgement[] = [];
  let passed: string | undefined;
  for (let start = 0; start < text.length;) {
    const below = boundAt(text, start);
    if (below !== undefined && below !== passed && !isBefore(below)) break;
    passed = below;
    const end = nextLine(text, start);
    const [, from, form, variables] = JSON.parse(text.slice(start, end - 1)) as readonly unknown[];
    if (!Array.isArray(form) || !Array.isArray(variables)) throw new TypeError('a line without judgements');
    start = end;
    if (typeof from === 'string' && isBefore(from)) continue;
    const read = form as unknown as Form;
    const matches = read[4].map((shape) => writtenOut(shape, read[0]));
    for (let at = 0; at < variables.length; at += 2)
      found.push(judgementOf(read, matches, String(variables[at]), String(variables[at + 1])));
  }
  return found;
}

function writtenOut([name, feed, range, fix, published]: Shape, fixed: string | null): Written {
  const fixedVersion = fix === 1 ? fixed : fix;
  return { name, feed, range: range === 0 ? rangeOf(fixedVersion) : range, fixedVersion, published };
}

// Mapped, not pushed: an array that grows begins with room for seventeen. By index: to take an array apart makes objects.
function judgementOf(form: Form, written: readonly Written[], id: string, day: string): Judgement {
  const advisories = form[3].map((name) => (typeof name === 'string' ? name : `${name[0]}${id}`));
  const matches = written.map(({ name, feed, range, fixedVersion, published }): Match => {
    const advisory = advisories[name] ?? '';
    if (published === 0) return { advisory, feed, range, fixedVersion };
    return { advisory, feed, range, fixedVersion, published: published === 1 ? day : published };
  });
  return {
    id,
    aliases: form[2],
    advisories,
    fixedVersion: form[0],
    state: form[1],
    evidence: { matches, notes: form[5] },
  };
}
