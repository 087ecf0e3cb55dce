// suture-agent rehearse: tries an upgrade of these packages on a throw-away overlay of this machine, and says what came of it.
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '@suture/core/app-error.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { Adapter } from '@suture/adapters/adapter.ts';
import { adapterNames, loadAdapter } from '@suture/adapters/registry.ts';
import { rehearse } from '../rehearsal/rehearse.ts';
import { exitCodes, type AgentCommand } from './command.ts';

const cache = '/var/cache/suture-executor';
const usage = 'suture-agent rehearse [--adapter NAME] [--mebibytes MOST] [--seconds MOST] NAME=OLD..NEW...';

/** `openssl=3.0.1..3.0.2`; `..1.0` is new, `1.0..` goes. */
function changeOf(text: string): VersionChange {
  const [, name, from = '', to = ''] = /^([^=]{1,200})=(.{0,200})\.\.(.{0,200})$/.exec(text) ?? [];
  if (name === undefined) throw new AppError('usage', usage);
  return { package: name, architecture: null, from: from || null, to: to || null };
}

const systems = [
  ['apt', '/usr/bin/apt-get'],
  ['dnf', '/usr/bin/dnf'],
  ['zypper', '/usr/bin/zypper'],
  ['pacman', '/usr/bin/pacman'],
] as const;

/** Who is named, else the package manager of this system, which is not asked: some write into their logs even then. */
function chosen(named: string | undefined): Promise<Adapter> {
  const name =
    named === undefined
      ? systems.find(([, program]) => existsSync(program))?.[0]
      : adapterNames.find((known) => known === named);
  if (name === undefined) throw new AppError('usage', usage);
  return loadAdapter(name);
}

/** Of this rehearsal alone, and not there yet; what one that was killed has left goes. */
async function stagingFolder(): Promise<string> {
  for (const name of await readdir(cache).catch(() => [])) {
    const pid = /^rehearsal-(\d{1,9})$/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) await rm(join(cache, name), { recursive: true, force: true });
  }
  const staging = join(cache, `rehearsal-${process.pid}`);
  if (existsSync(staging)) await rm(staging, { recursive: true });
  return staging;
}

export const rehearseCommand: AgentCommand = {
  usage,
  async run(args, say) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        adapter: { type: 'string' },
        mebibytes: { type: 'string', default: '8192' },
        seconds: { type: 'string', default: '3600' },
      },
    });
    const mebibytes = Number(values.mebibytes);
    const seconds = Number(values.seconds);
    if (positionals.length === 0 || !(mebibytes >= 1) || !(seconds >= 1 && seconds <= 86_400))
      throw new AppError('usage', usage);
    const changes = positionals.map(changeOf);
    const staging = await stagingFolder();
    try {
      const removals = changes.some(({ to }) => to === null) ? 'listed' : 'none';
      const said = await rehearse({
        adapter: await chosen(values.adapter),
        step: { changes, removals },
        staging,
        main: process.argv[1] ?? '',
        mostBytes: mebibytes * 1024 ** 2,
        timeoutMs: seconds * 1_000,
      });
      process.stdout.write(`${JSON.stringify(said)}\n`);
      if (said.kind === 'not-rehearsed') say(`not rehearsed: ${said.why}`);
      return said.kind === 'rehearsed' && said.verdict !== 'fail' ? exitCodes.done : exitCodes.failed;
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  },
};
