// The executing half of the cargo adapter: programs are built anew, at an exact version, beside the machine's own, and put in their place.
// Source: The Cargo Book (cargo install), cargo's common_for_install_and_uninstall.rs.
import type { ReadOnlyCommand } from '../../adapter.ts';
import { executionOf } from '../../execution-of.ts';
import { commonFault, folderMade, managerOf, ranWell, type Gathered, type GlobalTool } from '../../global-tool.ts';
import type { Command, Host } from '../../host.ts';
import { keepFiles, refuse } from '../../staging.ts';
import type { Fault } from '../../manager.ts';
import { machineFolders } from '../installed.ts';
import { isCrateName, parseBuilds, type Build } from '../parse.ts';

const lists = ['.crates2.json', '.crates.toml'] as const;
const building = ['cargo', 'install', '--locked', '--quiet', '--color=never', '--registry=crates-io'] as const;
const putting = ['cp', '--remove-destination', '--preserve=mode', '-T', '--'] as const;

/** As the lock file of the crate says; everything on the way stays in the folder. Settings of the machine's own cargo go for it. */
const build = (name: string, version: string, root: string, folder: string, settings: string | undefined): Command => ({
  argv: [
    ...building,
    ...(settings === undefined ? [] : [`--config=${settings}`]),
    `--root=${root}`,
    `--target-dir=${folder}/target`,
    `--version==${version}`,
    '--',
    name,
  ],
  timeoutMs: 600_000,
  maxOutputBytes: 4 << 20,
  env: { HOME: folder, CARGO_HOME: `${folder}/cargo`, CARGO_NET_RETRY: '1', CARGO_HTTP_TIMEOUT: '30' },
});

const preparingCommands: readonly ReadOnlyCommand[] = [
  { begins: building, options: ['--config=', '--root=', '--target-dir=', '--version='] },
];
const installingCommands: readonly ReadOnlyCommand[] = [{ begins: putting, options: [] }];

async function buildsIn(host: Host, root: string): Promise<readonly Build[]> {
  const list = await host.readFile(`${root}/.crates2.json`, 16 << 20);
  return (list.kind === 'text' && !list.truncated ? parseBuilds(list.text) : undefined) ?? [];
}

/** Only of `.crates2.json`: the older list does not say how a program was built. */
async function read(host: Host): ReturnType<GlobalTool['read']> {
  const all = await Promise.all(machineFolders.map(async (root) => ({ root, builds: await buildsIn(host, root) })));
  return {
    found: all.flatMap(({ root, builds }) =>
      builds
        .filter(({ isPublic }) => isPublic)
        .map(({ name, version, isPlain }) => ({ name, version, spot: root, left: !isPlain })),
    ),
    problems: [],
  };
}

/** cargo's lists go along, so that it writes them as it would in the place itself. */
async function copied(host: Host, root: string, into: string): Promise<Gathered> {
  const refused = await folderMade(host, `${into}/bin`);
  if (refused !== undefined) return refused;
  const there = [];
  for (const list of lists) if (await host.exists(`${root}/${list}`)) there.push(list);
  const kept = there.map((list) => `${into}/${list}`);
  // What an earlier crate of the same step has written stays.
  for (const [at, list] of there.entries())
    if (!(await host.exists(kept[at] ?? ''))) await keepFiles(host, [`${root}/${list}`], into);
  return { ok: true, paths: kept };
}

const binsOf = (builds: readonly Build[], name: string, version: string): readonly string[] =>
  builds.find((each) => each.name === name && each.version === version)?.bins ?? [];

async function fetch(
  host: Host,
  { name, version, spot }: Parameters<GlobalTool['fetch']>[1],
  folder: string,
): Promise<Gathered> {
  const into = `${folder}${spot}`;
  const records = await copied(host, spot, into);
  if (!records.ok) return records;
  const settings = `${spot}/config.toml`;
  const refused = await ranWell(
    tool,
    host,
    build(name, version, into, folder, (await host.exists(settings)) ? settings : undefined),
  );
  if (refused !== undefined) return refused;
  const bins = binsOf(await buildsIn(host, into), name, version);
  if (bins.length === 0) return refuse('drifted', `cargo built something else than ${name} ${version}`);
  // The list in its place is compared again too: whatever else was installed meanwhile would be forgotten.
  const paths = [...bins.map((bin) => `${into}/bin/${bin}`), ...lists.map((list) => `${into}/${list}`)];
  return { ok: true, paths: [...paths, `${spot}/${lists[0]}`] };
}

async function keep(
  host: Host,
  { name, version, spot }: Parameters<GlobalTool['fetch']>[1],
  folder: string,
): Promise<Gathered> {
  const into = `${folder}${spot}`;
  const records = await copied(host, spot, into);
  if (!records.ok) return records;
  const bins = binsOf(await buildsIn(host, spot), name, version);
  await keepFiles(
    host,
    bins.map((bin) => `${spot}/bin/${bin}`),
    `${into}/bin`,
  );
  return { ok: true, paths: [...bins.map((bin) => `${into}/bin/${bin}`), ...records.paths] };
}

function faultIn(text: string): Fault | undefined {
  const common = commonFault(text);
  if (common !== undefined) return common;
  const why = (/^(?:error|cp): ([^\n]{1,300})/m.exec(text)?.[1] ?? '').slice(0, 200);
  if (/checksum .{1,200} changed|failed to verify the checksum/.test(text)) return { cause: 'hash-mismatch', why };
  if (/requires rustc|is not supported by the following package|cannot be built because/.test(text))
    return { cause: 'dependency-conflict', why: `it needs another Rust: ${why}` };
  if (/could not find .{1,200} in registry|no matching package/.test(text))
    return { cause: 'drifted', why: `not offered any more: ${why}` };
  if (
    /network failure|spurious|failed to (?:download|fetch|get)|Could(?:n't| not) (?:connect|resolve)|download of/i.test(
      text,
    )
  )
    return { cause: 'download-failed', why };
  return why === '' ? undefined : { cause: 'install-failed', why };
}

const tool: GlobalTool = {
  tool: 'cargo',
  scheme: 'semver',
  preparingCommands,
  installingCommands,
  isName: isCrateName,
  read,
  fetch,
  keep,
  install: (_what, files, folder) => files.map((file) => [...putting, file, file.slice(folder.length)] as const),
  faultIn,
};

export const execution = executionOf(managerOf(tool));
