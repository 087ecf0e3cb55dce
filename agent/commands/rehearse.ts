// suture-agent rehearse: tries an upgrade of these packages on a throw-away overlay of this machine, and says what came of it.
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AppError } from '@suture/core/app-error.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { loadAdapter } from '@suture/adapters/registry.ts';
import { rehearse } from '../rehearsal/rehearse.ts';
import { exitCodes, type AgentCommand } from './command.ts';

const cache = '/var/cache/suture-executor';
const hourMs = 3_600_000;
const usage = 'suture-agent rehearse [--mebibytes MOST] NAME=OLD..NEW...';

/** `openssl=3.0.1..3.0.2`; `..1.0` is new, `1.0..` goes. */
function changeOf(text: string): VersionChange {
  const [, name, from = '', to = ''] = /^([^=]{1,200})=(.{0,200})\.\.(.{0,200})$/.exec(text) ?? [];
  if (name === undefined) throw new AppError('usage', usage);
  return { package: name, architecture: null, from: from || null, to: to || null };
}

export const rehearseCommand: AgentCommand = {
  usage,
  async run(args, say) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { mebibytes: { type: 'string', default: '8192' } },
    });
    const mebibytes = Number(values.mebibytes);
    if (positionals.length === 0 || !(mebibytes >= 1)) throw new AppError('usage', usage);
    const changes = positionals.map(changeOf);
    await mkdir(cache, { recursive: true, mode: 0o755 });
    const staging = await mkdtemp(`${cache}/rehearsal-`);
    try {
      await chmod(staging, 0o755);
      const removals = changes.some(({ to }) => to === null) ? 'listed' : 'none';
      const said = await rehearse({
        adapter: await loadAdapter('apt'),
        step: { changes, removals },
        staging,
        main: process.argv[1] ?? '',
        mostBytes: mebibytes * 1024 ** 2,
        timeoutMs: hourMs,
      });
      process.stdout.write(`${JSON.stringify(said)}\n`);
      if (said.kind === 'not-rehearsed') say(`not rehearsed: ${said.why}`);
      return said.kind === 'rehearsed' && said.verdict !== 'fail' ? exitCodes.done : exitCodes.failed;
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  },
};
