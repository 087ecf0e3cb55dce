// The executing half of the composer adapter: a COMPOSER_HOME of the whole machine is made anew beside it, at exact versions, and put in its place.
// Source: composer's documentation (update, require, COMPOSER_* variables), tar(1).
import type { ReadOnlyCommand } from '../../adapter.ts';
import { executionOf } from '../../execution-of.ts';
import { commonFault, folderMade, managerOf, ranWell, type Gathered, type GlobalTool } from '../../global-tool.ts';
import type { Command, Host } from '../../host.ts';
import type { Fault } from '../../manager.ts';
import { machineFolders, readPlace } from '../installed.ts';
import { isName } from '../parse.ts';

/** Plugins and scripts are code of the packages, and this is root: neither ever runs. What needs them is left to a person. */
const without = ['--no-interaction', '--no-plugins', '--no-scripts', '--no-ansi', '--no-progress'] as const;
const updating = ['composer', 'update', ...without] as const;
const requiring = ['composer', 'require', '--no-update', ...without] as const;
const copying = ['cp', '--preserve=mode', '--'] as const;
const packing = ['tar', '--create', '--sort=name'] as const;
const unpacking = ['tar', '--extract', '--no-same-owner'] as const;
const making = ['install', '-d', '-m', '755', '--'] as const;
const removing = ['rm', '-rf', '--'] as const;
const replacing = ['mv', '--force'] as const;

/** What makes up a COMPOSER_HOME beside its settings and secrets, which stay where they are. */
const parts = ['composer.json', 'composer.lock', 'vendor'] as const;
const archive = 'composer-home.tar';

const command = (argv: Command['argv'], seconds: number, env: Command['env'] = {}): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: 4 << 20,
  env,
});

/** Settings and passwords are read in `home`; whatever composer writes goes into `folder`, wherever they say that it should. */
const environment = (home: string, folder: string): Readonly<Record<string, string>> => ({
  COMPOSER_ALLOW_SUPERUSER: '1',
  COMPOSER_HOME: home,
  COMPOSER_CACHE_DIR: `${folder}/cache`,
  COMPOSER_VENDOR_DIR: 'vendor',
  COMPOSER_BIN_DIR: 'vendor/bin',
  COMPOSER_MIRROR_PATH_REPOS: '1',
  COMPOSER_NO_AUDIT: '1',
  // Its sentences in one line each.
  COLUMNS: '1000',
});

const preparingCommands: readonly ReadOnlyCommand[] = [
  { begins: updating, options: ['--with=', '--working-dir='] },
  { begins: requiring, options: ['--working-dir='] },
  { begins: copying, options: [] },
  { begins: packing, options: ['--file=', '--directory='] },
];
const installingCommands: readonly ReadOnlyCommand[] = [
  { begins: making, options: [] },
  { begins: unpacking, options: ['--file=', '--directory='] },
  { begins: removing, options: [] },
  { begins: replacing, options: ['--target-directory='] },
];

async function read(host: Host): ReturnType<GlobalTool['read']> {
  const readings = await Promise.all(machineFolders.map((path) => readPlace(host, { path, user: undefined })));
  return {
    found: readings.flatMap(({ found }) =>
      // What came along goes with what needs it.
      found.map(({ name, version, place, asked, held }) => ({
        name,
        version,
        spot: place.path,
        left: !asked || held !== undefined,
      })),
    ),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

/** One for all that is wanted of a COMPOSER_HOME: each goes on with what the one before made. */
async function fetch(
  host: Host,
  { name, version, spot }: Parameters<GlobalTool['fetch']>[1],
  folder: string,
): Promise<Gathered> {
  const into = `${folder}${spot}`;
  const env = environment(spot, folder);
  const run = (argv: Command['argv'], seconds: number) => ranWell(tool, host, command(argv, seconds, env));
  const [settings, lock] = [`${spot}/composer.json`, `${spot}/composer.lock`];
  if (!(await host.exists(`${into}/composer.lock`))) {
    const unmade = (await folderMade(host, into)) ?? (await run([...copying, settings, lock, into], 60));
    if (unmade !== undefined) return unmade;
  }
  const update = [...updating, `--with=${name}:${version}`, `--working-dir=${into}`, '--', name] as const;
  // Where composer.json asks for less than this version, it asks for `^VERSION` then, as composer itself would write it.
  const refused = await run(update, 600);
  const stillRefused =
    refused?.why !== beyond
      ? refused
      : ((await run([...requiring, `--working-dir=${into}`, '--', `${name}:^${version.replace(/^v/i, '')}`], 120)) ??
        (await run(update, 600)));
  if (stillRefused !== undefined) return stillRefused;
  return packed(host, into, into);
}

/** All of it as it stands: going back needs nobody. */
async function keep(host: Host, { spot }: Parameters<GlobalTool['fetch']>[1], folder: string): Promise<Gathered> {
  const into = `${folder}${spot}`;
  return (await folderMade(host, into)) ?? packed(host, spot, into);
}

async function packed(host: Host, home: string, into: string): Promise<Gathered> {
  const file = `${into}/${archive}`;
  const refused = await ranWell(
    tool,
    host,
    command([...packing, `--file=${file}`, `--directory=${home}`, '--', ...parts], 300),
  );
  return refused ?? { ok: true, paths: [file] };
}

function install(file: string, folder: string): ReturnType<GlobalTool['install']> {
  const home = file.slice(folder.length, -`/${archive}`.length);
  const aside = `${home}/.suture-new`;
  return [
    [...removing, aside],
    [...making, aside],
    [...unpacking, `--file=${file}`, `--directory=${aside}`],
    [...removing, `${home}/vendor`],
    [...replacing, `--target-directory=${home}`, '--', ...parts.map((part) => `${aside}/${part}`)],
    [...removing, aside],
  ];
}

const beyond = 'composer.json asks for another version';

function faultIn(text: string): Fault | undefined {
  const common = commonFault(text);
  if (common !== undefined) return common;
  const words = text.replace(/\s+/g, ' ');
  const why = (/(?:Problem 1 - |In \w+\.php line \d+: )(.{1,300})/.exec(words)?.[1] ?? '').trim().slice(0, 200);
  if (/checksum verification of the file failed/.test(words)) return { cause: 'hash-mismatch', why };
  if (
    /could not be (?:fully )?(?:loaded|downloaded)|curl error|Failed to download|file_get_contents|failed to open stream/i.test(
      words,
    )
  )
    return { cause: 'download-failed', why };
  if (/The temporary constraint .{1,300} must be a subset of/.test(words))
    return { cause: 'dependency-conflict', why: beyond };
  if (/but it (?:conflicts with your temporary update constraint|does not match the constraint)/.test(words))
    return { cause: 'drifted', why: `not offered any more: ${why}` };
  if (/requirements could not be resolved|conflict/i.test(words)) return { cause: 'dependency-conflict', why };
  return why === '' ? undefined : { cause: 'install-failed', why };
}

const tool: GlobalTool = {
  tool: 'composer',
  scheme: 'packagist',
  preparingCommands,
  installingCommands,
  isName,
  read,
  fetch,
  keep,
  install: (_what, files, folder) => files.flatMap((file) => install(file, folder)),
  faultIn,
};

export const execution = executionOf(managerOf(tool));
