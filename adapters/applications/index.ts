// The applications adapter: packages of programming languages inside applications, below the paths an administrator configured.
import type { Package } from '@suture/core/packages/package.ts';
import type { Adapter, Detection, Section } from '../adapter.ts';
import { failed, sectionOf, shown } from '../ask.ts';
import { findOwners } from '../distribution-owners.ts';
import type { Host } from '../host.ts';
import { purlOf } from '../language-packages.ts';
import { readOnlyCommands as walks } from './commands.ts';
import { ownerCommands } from '../distribution-owners.ts';
import { parsePaths } from './parse.ts';
import { type Found, searchBelow } from './search.ts';

/** One path a line. Without it nothing is looked for. */
const configuration = '/etc/suture/applications';

export const applications: Adapter = {
  name: 'applications',
  capabilities: ['inventory'],
  watches: [{ path: configuration, with: 'itself' }],
  readOnlyCommands: [...walks, ...ownerCommands],
  detect,
  inventory,
};

async function readPaths(
  host: Host,
): Promise<{ readonly paths: readonly string[]; readonly problems: readonly string[] }> {
  const file = await host.readFile(configuration, 1 << 16);
  if (file.kind === 'missing') return { paths: [], problems: [] };
  if (file.kind !== 'text')
    return { paths: [], problems: [`${configuration} cannot be read: where to look is unknown`] };
  const { paths, unread } = parsePaths(file.text);
  return {
    paths,
    problems: unread === 0 ? [] : [`${configuration} has ${unread} lines that are no path to look below`],
  };
}

async function detect(host: Host): Promise<Detection> {
  const { paths, problems } = await readPaths(host);
  if (paths.length > 0) return { present: true, version: `${paths.length} paths` };
  return { present: false, reason: problems[0] ?? `no path is configured in ${configuration}` };
}

async function inventory(host: Host): Promise<Section<Package>> {
  const { paths, problems } = await readPaths(host);
  if (paths.length === 0) return failed(problems[0] ?? `no path is configured in ${configuration}`);
  const searched = [];
  for (const path of paths) searched.push(await searchBelow(host, path));
  const found = distinct(searched.flatMap((each) => each.found));
  const owners = await findOwners(
    host,
    [...new Set(found.map(({ path }) => path))],
    /^\/(?:usr\/(?!local\/)|opt\/|srv\/)/,
  );
  const all = [...problems, ...searched.flatMap((each) => each.problems), ...owners.problems];
  if (found.length === 0)
    return failed(...(all.length > 0 ? all : ['no application with packages lies below the configured paths']));
  return sectionOf(
    found.map((each) => packageOf(each, owners.of.get(each.path))),
    all,
  );
}

/** Once in each file or folder that says so, however many copies are inside. */
const distinct = (found: readonly Found[]): readonly Found[] => [
  ...new Map(found.map((each) => [[each.kind.type, each.name, each.version, each.path].join('\0'), each])).values(),
];

function packageOf({ kind, name, version, path, owner }: Found, distribution: string | undefined): Package {
  const whole = kind.type === 'maven' ? name.replace(':', '/') : name;
  const belongs = distribution ?? owner;
  return {
    purl: purlOf(kind, whole, version),
    ecosystem: kind.ecosystem,
    name,
    version,
    arch: undefined,
    source: { name, version },
    origin: shown(path, 300),
    ...(belongs === undefined ? {} : { owner: belongs }),
  };
}
