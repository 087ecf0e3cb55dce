// What follows from installing a package of one's own: what it needs comes along, and what it takes the place of goes.
import type { VersionChange } from '../rollouts/plan-document.ts';
import { whyNoneFirst } from './circle.ts';
import { compareOwn } from './compare.ts';
import type { Installer, Release } from './release.ts';

export interface Standing {
  /** All that is on offer or was: by a release one knows how its package is taken away. */
  readonly releases: readonly Release[];
  /** Versions by name. */
  readonly installed: ReadonlyMap<string, string>;
  /** What the machine is offered, which fits it: versions by name. */
  readonly offered: ReadonlyMap<string, string>;
}

export type Followed =
  | {
      readonly ok: true;
      /** Beside those that were asked for. */
      readonly more: readonly VersionChange[];
      /** What is superseded and cannot go. */
      readonly stays: readonly { readonly package: string; readonly why: string }[];
    }
  /** A sentence without its full stop. */
  | { readonly ok: false; readonly why: string };

const mostMore = 200;

export function follow(asked: readonly Pick<VersionChange, 'package' | 'to'>[], standing: Standing): Followed {
  const { releases, installed, offered } = standing;
  const releaseOf = (name: string, version: string): Release | undefined =>
    releases.find((each) => each.package === name && each.version === version);
  const coming = new Map(asked.flatMap(({ package: name, to }) => (to === null ? [] : [[name, to] as const])));
  const more = new Map<string, VersionChange>();
  const stays = new Map<string, string>();
  const open = [...coming.keys()];
  for (let name = open.shift(); name !== undefined && more.size <= mostMore; name = open.shift()) {
    const version = coming.get(name) ?? '';
    for (const { package: other, least } of releaseOf(name, version)?.requires ?? []) {
      const isEnough = (has: string | undefined): has is string =>
        has !== undefined && (least === undefined || compareOwn('archive', has, least) >= 0);
      const now = installed.get(other);
      if (isEnough(coming.get(other) ?? now)) continue;
      const to = offered.get(other);
      if (coming.has(other) || !isEnough(to)) {
        const needed = `${other}${least === undefined ? '' : ` ${least} or newer`}`;
        return { ok: false, why: `${name} ${version} needs ${needed}, which is not offered to it` };
      }
      more.set(other, { package: other, architecture: null, from: now ?? null, to });
      coming.set(other, to);
      open.push(other);
    }
  }
  const arriving = [...coming].flatMap(([name, version]) => releaseOf(name, version) ?? []);
  const circle = whyNoneFirst(arriving, installed);
  if (circle !== undefined) return { ok: false, why: circle };
  for (const [name, version] of coming) {
    const release = releaseOf(name, version);
    for (const { package: other, below } of release?.supersedes ?? []) {
      const from = installed.get(other);
      if (from === undefined || coming.has(other)) continue;
      if (below !== undefined && compareOwn('archive', from, below) >= 0) continue;
      const old = releaseOf(other, from);
      const needing = whoNeeds(other, standing, coming);
      const by = `${name} takes its place`;
      if (old === undefined)
        stays.set(other, `${by}, and how ${other} ${from} is taken away is not known: it was never published`);
      else if (release !== undefined && isSameThing(release, old)) continue;
      else if (needing !== undefined) stays.set(other, `${by}, and ${needing} needs it`);
      else more.set(other, { package: other, architecture: null, from, to: null });
    }
  }
  return { ok: true, more: [...more.values()], stays: [...stays].map(([name, why]) => ({ package: name, why })) };
}

/** What of these is there goes, or a sentence without its full stop; nothing where none of it is there. */
export function takeAway(
  names: readonly string[],
  standing: Pick<Standing, 'releases' | 'installed'>,
): readonly VersionChange[] | string {
  const { releases, installed } = standing;
  const there = names.filter((name) => installed.has(name));
  const staying = { releases, installed: new Map([...installed].filter(([name]) => !there.includes(name))) };
  const changes: VersionChange[] = [];
  for (const name of new Set(there)) {
    const from = installed.get(name) ?? '';
    if (!releases.some((each) => each.package === name && each.version === from))
      return `How ${name} ${from} is taken away is not known: it was never published`;
    const needing = whoNeeds(name, staying, new Map());
    if (needing !== undefined) return `${needing} needs ${name}: take both away`;
    changes.push({ package: name, architecture: null, from, to: null });
  }
  return changes;
}

/** One that is there, and neither goes nor comes in another version. */
function whoNeeds(
  other: string,
  { releases, installed }: Pick<Standing, 'releases' | 'installed'>,
  coming: ReadonlyMap<string, string>,
): string | undefined {
  return releases.find(
    ({ package: name, version, requires }) =>
      (coming.get(name) ?? installed.get(name)) === version && requires.some((each) => each.package === other),
  )?.package;
}

/** By another name: it is looked for by the same rule, so that it is gone when the new one is there. */
const isSameThing = (one: Release, other: Release): boolean =>
  one.installers.some(({ detect }) => other.installers.some((old) => ruleOf(old) === ruleOf({ detect })));

const ruleOf = ({ detect }: Pick<Installer, 'detect'>): string => JSON.stringify(detect);
