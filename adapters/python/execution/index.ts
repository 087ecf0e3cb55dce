// The executing half of the python adapter: applications in pipx's environments of the machine, by pip and exact versions.
// Source: pip's documentation (pip wheel, pip install, --python), pipx's "How pipx works".
import type { ReadOnlyCommand } from '../../adapter.ts';
import { executionOf } from '../../execution-of.ts';
import { commonFault, managerOf, ranWell, type Gathered, type GlobalTool } from '../../global-tool.ts';
import type { Command, Host } from '../../host.ts';
import type { Fault } from '../../manager.ts';
import { bytesOf } from '../../staging.ts';
import { isProjectName } from '../../python-packages.ts';
import { pipxFolder, readPython } from '../installed.ts';

/** The distribution's pip, at work in an environment (pip 22.3 and later); isolated from modules of a user's. */
const pip = ['python3', '-I', '-m', 'pip', '--python'] as const;
const quiet = ['--no-input', '--disable-pip-version-check', '--no-cache-dir'] as const;

/** Wheels of it and of what it needs, built where there are none. */
const wheels = (environment: string, what: string, folder: string): Command => ({
  argv: [...pip, environment, 'wheel', ...quiet, `--wheel-dir=${folder}`, '--', what],
  timeoutMs: 600_000,
  maxOutputBytes: 16 << 20,
  env: { PIP_RETRIES: '1', PIP_DEFAULT_TIMEOUT: '30', PIP_NO_COLOR: '1', HOME: folder },
});

const preparingCommands: readonly ReadOnlyCommand[] = [{ begins: pip, options: [...quiet, '--wheel-dir='] }];
const installingCommands: readonly ReadOnlyCommand[] = [
  { begins: pip, options: [...quiet, '--no-index', '--find-links='] },
];

async function fetch(
  host: Host,
  { name, version, spot }: Parameters<GlobalTool['fetch']>[1],
  folder: string,
): Promise<Gathered> {
  const into = `${folder}${spot}/${name}`;
  const refused = await ranWell(tool, host, wheels(spot, `${name}==${version}`, into));
  if (refused !== undefined) return refused;
  const files = [...(await bytesOf(host, into)).keys()];
  return { ok: true, paths: files.filter((path) => path.endsWith('.whl')).toSorted() };
}

function faultIn(text: string): Fault | undefined {
  const common = commonFault(text);
  if (common !== undefined) return common;
  const why = (/^ERROR: ([^\n]{1,300})/m.exec(text)?.[1] ?? '').slice(0, 200);
  // pip says the same of an index that is out of reach as of a version that nobody has.
  if (/connection broken|Connection refused|timed out|ReadTimeout|HTTP error|NewConnectionError/i.test(text))
    return { cause: 'download-failed', why: why === '' ? 'the index is out of reach' : why };
  if (/DO NOT MATCH THE HASHES/i.test(text)) return { cause: 'hash-mismatch', why };
  if (/Requires-Python|requires a different Python/i.test(text))
    return { cause: 'dependency-conflict', why: `it needs another Python: ${why}` };
  if (/ResolutionImpossible|conflicting dependencies/i.test(text)) return { cause: 'dependency-conflict', why };
  if (/No matching distribution found/.test(text)) return { cause: 'drifted', why: `not offered any more: ${why}` };
  if (/Failed to build|metadata-generation-failed|subprocess-exited-with-error/i.test(text))
    return { cause: 'script-failed', why };
  return why === '' ? undefined : { cause: 'install-failed', why };
}

const tool: GlobalTool = {
  tool: 'pipx',
  scheme: 'pep440',
  preparingCommands,
  installingCommands,
  isName: isProjectName,
  read: async (host) => {
    const { found, problems } = await readPython(host);
    const own = found.filter(
      ({ asked, place }) => asked && place.user === undefined && place.path.startsWith(`${pipxFolder}/`),
    );
    return {
      found: own.map(({ name, version, place, held }) => ({
        name,
        version,
        spot: place.path,
        left: held !== undefined,
      })),
      problems,
    };
  },
  fetch,
  install: ({ name, to }, files, folder) => {
    const folders = new Set(files.map((path) => path.slice(0, path.lastIndexOf('/'))));
    return [...folders].map((from) => {
      const environment = from.slice(folder.length, from.lastIndexOf('/'));
      return [...pip, environment, 'install', ...quiet, '--no-index', `--find-links=${from}`, '--', `${name}==${to}`];
    });
  },
  faultIn,
};

export const execution = executionOf(managerOf(tool));
