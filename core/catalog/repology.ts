// Takes over, from projects as Repology's API gives them, which names in which repositories are one product.
import type { CuratedProduct, Fault } from './overlay.ts';
import { identityKey } from './identity-key.ts';
import type { Channel, Identity } from './product.ts';

const MOST_PROJECTS = 20_000;
const MOST_PACKAGES = 5_000;
const MOST_IDS = 100;

/** Repositories by how their names begin; what is not here (ports trees, language registries) is no channel of ours. */
const CHANNEL_OF: readonly (readonly [RegExp, Exclude<Channel, 'program'>])[] = [
  [/^(?:debian|ubuntu|devuan|raspbian|kali|pureos|trisquel|linuxmint)_/, 'deb'],
  [/^(?:fedora|epel|centos|almalinux|rocky|opensuse|mageia|openmandriva|amazon)_/, 'rpm'],
  [/^(?:alpine_|postmarketos_|wolfi$|chainguard$)/, 'apk'],
  [/^(?:arch|artix|parabola|manjaro_\w+)$/, 'pacman'],
  [/^homebrew_casks$/, 'cask'],
  [/^homebrew$/, 'formula'],
  [/^winget$/, 'winget'],
  [/^chocolatey$/, 'chocolatey'],
  [/^flathub$/, 'flatpak'],
  [/^snapcraft$/, 'snap'],
];

/**
 * `value`: by project its packages, `{ firefox: [{ repo: 'debian_12', srcname: 'firefox', … }] }`, as `/api/v1/projects/` has them. What
 * else a package says is passed over. Source: https://repology.org/api.
 */
export function readProjects(value: unknown, fault: (at: string, problem: Fault['problem']) => void): CuratedProduct[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fault('repology', 'is needed as Repology has it: lists of packages by project');
    return [];
  }
  const projects = Object.entries(value);
  if (projects.length > MOST_PROJECTS) fault('repology', `more than ${MOST_PROJECTS} projects`);
  return projects.slice(0, MOST_PROJECTS).flatMap(([project, packages]: [string, unknown]): CuratedProduct[] => {
    const at = `repology.${project.slice(0, 60)}`;
    const id = project
      .toLowerCase()
      .replace(/[^a-z0-9.+-]+/g, '-')
      .replace(/^[^a-z0-9]+/, '');
    if (!Array.isArray(packages) || packages.length > MOST_PACKAGES || id === '' || project.length > 80) {
      fault(at, `is no list of at most ${MOST_PACKAGES} packages`);
      return [];
    }
    const identities = packages.flatMap(identityOf);
    const distinct = [...new Map(identities.map((each) => [identityKey(each), each])).values()].slice(0, MOST_IDS);
    // Projects in no repository that endpoints install from say nothing here.
    if (distinct.length === 0) return [];
    return [
      {
        id,
        name: project,
        vendor: undefined,
        identities: distinct,
        lifecycle: undefined,
        advisories: [],
        exploited: [],
        isMapped: true,
      },
    ];
  });
}

function identityOf(value: unknown): readonly Identity[] {
  if (typeof value !== 'object' || value === null) return [];
  const { repo, srcname, binname, visiblename } = Object.fromEntries(Object.entries(value));
  const channel = typeof repo === 'string' ? CHANNEL_OF.find(([name]) => name.test(repo))?.[1] : undefined;
  const id: unknown = srcname ?? binname ?? visiblename;
  return channel !== undefined && typeof id === 'string' && /^[\w.+@-][\w.+@ -]{0,199}$/.test(id) && !id.startsWith('-')
    ? [{ channel, id }]
    : [];
}

/**
 * Names that others already have stay theirs. What is left of a project goes to the product with its id, else to the only one that has any
 * of its names; where several have some of them nobody can say, and where none has it is a product of its own.
 */
export function withMapped(
  products: readonly CuratedProduct[],
  mapped: readonly CuratedProduct[],
): readonly CuratedProduct[] {
  const all = new Map(products.map((product) => [product.id, product]));
  const owners = new Map(
    products.flatMap(({ id, identities }) => identities.map((each) => [identityKey(each), id] as const)),
  );
  for (const project of mapped) {
    const claimed = new Set(project.identities.flatMap((each) => owners.get(identityKey(each)) ?? []));
    const [only, another] = claimed;
    const target = all.has(project.id) ? project.id : another === undefined ? only : undefined;
    if (target === undefined && claimed.size > 0) continue;
    const free = project.identities.filter((each) => !owners.has(identityKey(each)));
    const known = all.get(target ?? '');
    if (free.length === 0) continue;
    const into = known ?? project;
    all.set(
      into.id,
      known === undefined ? { ...project, identities: free } : { ...known, identities: [...known.identities, ...free] },
    );
    for (const each of free) owners.set(identityKey(each), into.id);
  }
  return [...all.values()];
}
