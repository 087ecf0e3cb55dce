// The executing half of the go adapter: programs that `go install` built are built anew, at an exact version, and put in their place.
// Source: The Go Modules Reference (go install), Go's documentation of environment variables.
import type { ReadOnlyCommand } from '../../adapter.ts';
import { executionOf } from '../../execution-of.ts';
import { commonFault, folderMade, managerOf, ranWell, type Gathered, type GlobalTool } from '../../global-tool.ts';
import { readGoProgram } from '../../go-build-info.ts';
import type { Command, Host } from '../../host.ts';
import type { Fault } from '../../manager.ts';
import { keepFiles, refuse } from '../../staging.ts';
import { goPrograms } from '../commands.ts';
import { machineFolders } from '../installed.ts';

const building = (go: string) => [go, 'install'] as const;
const putting = ['cp', '--remove-destination', '--preserve=mode', '-T', '--'] as const;

/** Everything it fetches and builds on the way stays in the folder, and may be deleted again. */
const build = (go: string, what: string, bin: string, folder: string): Command => ({
  argv: [...building(go), '--', what],
  timeoutMs: 600_000,
  maxOutputBytes: 4 << 20,
  env: {
    HOME: folder,
    GOBIN: bin,
    GOPATH: `${folder}/go`,
    GOCACHE: `${folder}/go-build`,
    GOFLAGS: '-modcacherw',
    GOWORK: 'off',
    GOTOOLCHAIN: 'local',
    GO111MODULE: 'on',
    GOTELEMETRY: 'off',
  },
});

const preparingCommands: readonly ReadOnlyCommand[] = goPrograms.map((go) => ({ begins: building(go), options: [] }));
const installingCommands: readonly ReadOnlyCommand[] = [{ begins: putting, options: [] }];

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

async function read(host: Host): ReturnType<GlobalTool['read']> {
  const found: { name: string; version: string; spot: string; left: boolean }[] = [];
  for (const folder of machineFolders) {
    const names = ((await host.listDirectory(folder)) ?? []).filter((name) => /^\w[\w.+-]{0,200}$/.test(name));
    for (const name of names.slice(0, 500)) {
      const program = await readGoProgram(host, `${folder}/${name}`);
      if (program?.main === undefined) continue;
      const isItsOwn = program.installs !== undefined && fileOf(program.installs) === name;
      found.push({
        name: program.main.path,
        version: program.main.version,
        spot: `${folder}/${name}`,
        left: !isItsOwn,
      });
    }
  }
  return { found, problems: [] };
}

/** What `go install` calls a program: the last part of its path that is no major version. */
function fileOf(path: string): string {
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  return /^v[2-9]\d*$/.test(last) && parts.length > 1 ? (parts.at(-2) ?? '') : last;
}

async function fetch(
  host: Host,
  { name, version, spot }: Parameters<GlobalTool['fetch']>[1],
  folder: string,
): Promise<Gathered> {
  const program = await readGoProgram(host, spot);
  if (program?.installs === undefined) return refuse('drifted', `${spot} says no more what it was built from`);
  const path = `${folder}${spot}`;
  for (const go of goPrograms) {
    const refused = await ranWell(tool, host, build(go, `${program.installs}@${version}`, folderOf(path), folder));
    if (refused?.why === 'go is not installed') continue;
    if (refused !== undefined) return refused;
    const built = await readGoProgram(host, path);
    if (built?.main?.path !== name || built.main.version !== version)
      return refuse('drifted', `go built something else than ${name} ${version}`);
    return { ok: true, paths: [path] };
  }
  return refuse('precheck-failed', 'go is not installed, and programs of Go are built by it');
}

async function keep(host: Host, { spot }: Parameters<GlobalTool['fetch']>[1], folder: string): Promise<Gathered> {
  const into = folderOf(`${folder}${spot}`);
  const refused = await folderMade(host, into);
  if (refused !== undefined) return refused;
  await keepFiles(host, [spot], into);
  return { ok: true, paths: [`${folder}${spot}`] };
}

function faultIn(text: string): Fault | undefined {
  const common = commonFault(text);
  if (common !== undefined) return common;
  const said = text
    .split('\n')
    .find((line) => /^(?:go:|cp:|# |.*\.go:\d)/.test(line) && !line.startsWith('go: downloading'));
  const why = (said ?? '').trim().slice(0, 200);
  if (/checksum mismatch|SECURITY ERROR/.test(text)) return { cause: 'hash-mismatch', why };
  if (/requires go >= |toolchain not available/.test(text))
    return { cause: 'dependency-conflict', why: `it needs another Go: ${why}` };
  if (
    /unknown revision|no matching versions|404 Not Found|not found: module|410 Gone|\.info: no such file|does not contain package/.test(
      text,
    )
  )
    return { cause: 'drifted', why: `not offered any more: ${why}` };
  if (/dial tcp|connection refused|no such host|i\/o timeout|5\d\d [A-Z]|unrecognized import path/.test(text))
    return { cause: 'download-failed', why };
  return why === '' ? undefined : { cause: 'install-failed', why };
}

const tool: GlobalTool = {
  tool: 'go',
  scheme: 'go',
  preparingCommands,
  installingCommands,
  isName: (text) => text.length <= 300 && /^[A-Za-z0-9][\w.~!-]*(?:\/[\w.~!-]+)*$/.test(text),
  read,
  fetch,
  keep,
  install: (_what, files, folder) => files.map((file) => [...putting, file, file.slice(folder.length)] as const),
  faultIn,
};

export const execution = executionOf(managerOf(tool));
