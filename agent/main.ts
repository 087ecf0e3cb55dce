// suture-agent: enrols this machine, and checks in for it.
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { localHost } from '@suture/adapters/local-host.ts';
import { AppError } from '@suture/core/app-error.ts';
import { redactTokens } from '@suture/protocol/trust/token-text.ts';
import { enrol } from './enrol.ts';
import { readFacts } from './facts.ts';
import { platformCommand, platformUsage } from './platform/commands.ts';
import { asOwnerOf } from './platform/state-owner.ts';
import { run } from './run.ts';

const usage = `suture-agent enrol --server https://HOST[:PORT] --token TOKEN [--state FOLDER]
suture-agent run [--once] [--state FOLDER]
${platformUsage}`;

const say = (text: string): void => void process.stderr.write(`${redactTokens(text)}\n`);

/** The exit code: 0 done, 1 error, 2 usage. */
async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      server: { type: 'string' },
      token: { type: 'string' },
      state: { type: 'string', default: '/var/lib/suture-agent' },
      once: { type: 'boolean', default: false },
    },
  });
  const [command, ...rest] = positionals;
  if (rest.length > 0) throw new AppError('usage', usage);
  if (command === 'enrol') {
    const { facts } = await readFacts(localHost);
    const given = { server: values.server, token: values.token };
    const enrolled = await asOwnerOf(values.state, () => enrol(given, facts, values.state));
    const again = enrolled.ok || !enrolled.again ? '' : '\nThe same line may be given again.';
    say(enrolled.ok ? `enrolled as ${enrolled.endpoint} (${enrolled.state})` : `not enrolled: ${enrolled.why}${again}`);
    return enrolled.ok ? 0 : 1;
  }
  if (command === 'run') return await resident(values.state, values.once);
  throw new AppError('usage', usage);
}

async function resident(folder: string, once: boolean): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  let turns = 0;
  const last = await run({
    host: localHost,
    folder,
    now: Date.now,
    random: Math.random,
    sleep: async (ms) => {
      turns += 1;
      if (!once) await delay(ms, undefined, { signal: stop.signal }).catch(() => undefined);
    },
    isStopped: () => stop.signal.aborted || (once && turns > 0),
    log: say,
  });
  return once && last?.kind !== 'done' ? 1 : 0;
}

try {
  const args = process.argv.slice(2);
  process.exitCode = await (platformCommand(args) ?? (() => main(args)))();
} catch (error) {
  const isUsage =
    (error instanceof AppError && error.code === 'usage') ||
    (error instanceof Error && String(Reflect.get(error, 'code')).startsWith('ERR_PARSE_ARGS'));
  say(error instanceof Error ? error.message : String(error));
  if (error instanceof AppError && error.remedy !== undefined) say(error.remedy);
  process.exitCode = isUsage ? 2 : 1;
}
