// The executing half of the gem adapter: gems of the machine's own folder, by exact versions; the one of before goes.
// Source: RubyGems' command reference (gem fetch, gem install, gem uninstall).
import type { ReadOnlyCommand } from '../../adapter.ts';
import { executionOf } from '../../execution-of.ts';
import { commonFault, folderMade, managerOf, ranWell, type Gathered, type GlobalTool } from '../../global-tool.ts';
import type { Command, Host } from '../../host.ts';
import type { Fault } from '../../manager.ts';
import { refuse } from '../../staging.ts';
import { machineFolders } from '../installed.ts';
import { isName, parseSpecification } from '../parse.ts';

const command = (argv: Command['argv'], seconds: number, directory?: string): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: 4 << 20,
  ...(directory === undefined ? {} : { directory }),
});
const ownFolder = ['gem', 'environment', 'gemdir'] as const;
const fetching = ['gem', 'fetch'] as const;
const trying = ['gem', 'install', '--local', '--explain', '--no-document'] as const;
const installing = ['gem', 'install', '--local', '--no-document'] as const;
/** What others need is not taken away; programs stay, for they start the newest. */
const removing = ['gem', 'uninstall', '--abort-on-dependent', '--no-executables'] as const;

const preparingCommands: readonly ReadOnlyCommand[] = [
  { begins: ownFolder, options: [] },
  { begins: fetching, options: ['--version='] },
  { begins: trying, options: [] },
];
const installingCommands: readonly ReadOnlyCommand[] = [
  { begins: installing, options: [] },
  { begins: removing, options: ['--version='] },
];

/** What gem itself would change: its own folder, where that is the machine's. */
async function read(host: Host): ReturnType<GlobalTool['read']> {
  const answer = await host.run(command(ownFolder, 20));
  const spot = answer.kind === 'exited' && answer.code === 0 ? answer.stdout.trim() : '';
  if (!/^(?:\/[\w.-]{1,100}){1,12}$/.test(spot))
    return { found: [], problems: ['gem does not say where its gems are'] };
  if (!machineFolders.some((folder) => spot.startsWith(`${folder}/`)))
    return { found: [], problems: [`gem installs into ${spot}, which is not the machine’s own`] };
  const names = ((await host.listDirectory(`${spot}/specifications`)) ?? [])
    .filter((name) => /^\w[\w.+-]{0,250}\.gemspec$/.test(name))
    .slice(0, 20_000);
  const files = await Promise.all(names.map((name) => host.readFile(`${spot}/specifications/${name}`, 4096)));
  return {
    found: files.flatMap((file) => {
      const gem = file.kind === 'text' ? parseSpecification(file.text) : undefined;
      return gem === undefined ? [] : [{ ...gem, spot, left: false }];
    }),
    problems: [],
  };
}

async function fetch(
  host: Host,
  { name, version, spot }: Parameters<GlobalTool['fetch']>[1],
  folder: string,
): Promise<Gathered> {
  const into = `${folder}${spot}/${name}`;
  const refused =
    (await folderMade(host, into)) ??
    (await ranWell(tool, host, command([...fetching, `--version=${version}`, name], 120, into)));
  if (refused !== undefined) return refused;
  // It exits 0 where there is no such version.
  const files = ((await host.listDirectory(into)) ?? []).filter((each) => each.endsWith('.gem'));
  const [file] = files;
  if (file === undefined || files.length > 1 || !file.startsWith(`${name}-${version}`))
    return refuse('drifted', `${name} ${version} is not offered any more`);
  // What it needs has to be there: nothing is brought along.
  const unmet = await ranWell(tool, host, command([...trying, `${into}/${file}`], 60));
  return unmet === undefined ? { ok: true, paths: [`${into}/${file}`] } : unmet;
}

function faultIn(text: string): Fault | undefined {
  const common = commonFault(text);
  if (common !== undefined) return common;
  const why = (/^ERROR: {2}([^\n]{1,300})/m.exec(text)?.[1] ?? '').replace(/\s+/g, ' ').trim().slice(0, 200);
  if (/Failed to build gem native extension/.test(text)) return { cause: 'script-failed', why };
  if (/requires Ruby version|requires RubyGems version/.test(text)) return { cause: 'dependency-conflict', why };
  if (/bad checksum|checksum mismatch|corrupt/i.test(text)) return { cause: 'hash-mismatch', why };
  if (/FetchError|SocketError|Errno::E|timed out|bad response|Unable to download/i.test(text))
    return { cause: 'download-failed', why };
  if (/Could not find a valid gem '([^']{1,200})'/.test(text)) return { cause: 'dependency-conflict', why };
  if (/dependency|depends on/i.test(text)) return { cause: 'dependency-conflict', why };
  return why === '' ? undefined : { cause: 'install-failed', why };
}

const tool: GlobalTool = {
  tool: 'gem',
  scheme: 'rubygems',
  preparingCommands,
  installingCommands,
  isName,
  read,
  fetch,
  install: ({ name, from }, files) => [
    ...files.map((file) => [...installing, file] as const),
    [...removing, `--version=${from}`, name],
  ],
  faultIn,
};

export const execution = executionOf(managerOf(tool));
