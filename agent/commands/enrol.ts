// suture-agent enrol: this machine gets its identity, by the token of the line that a person copied.
import { parseArgs } from 'node:util';
import { localHost } from '@suture/adapters/local-host.ts';
import { AppError } from '@suture/core/app-error.ts';
import type { EndpointFacts } from '@suture/protocol/agent/facts.ts';
import { enrol, type Enrolled } from '../enrol.ts';
import { readFacts } from '../facts.ts';
import { alone } from '../instance-lock.ts';
import { asOwnerOf } from '../platform/state-owner.ts';
import { keyIn, noteTrust } from './trust.ts';
import { defaultFolder, defaultTrustFile } from '../system-paths.ts';
import { exitCodes, type AgentCommand, type Say } from './command.ts';

const usage =
  'suture-agent enrol --server https://HOST[:PORT] --token TOKEN [--operator-key KEY]... [--signatures NUMBER] [--replace] [--state FOLDER]';

export const enrolCommand: AgentCommand = {
  usage,
  async run(args, say) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        server: { type: 'string' },
        token: { type: 'string' },
        state: { type: 'string', default: defaultFolder },
        /** Becomes another endpoint. */
        replace: { type: 'boolean', default: false },
        /** The public half; by a person's word, as no server can add one. */
        'operator-key': { type: 'string', multiple: true, default: [] },
        signatures: { type: 'string' },
        /** The machine's own where the state folder is. */
        trust: { type: 'string' },
      },
    });
    const { server, token, state: folder, replace, signatures } = values;
    const add = values['operator-key'].map(keyIn);
    if (server === undefined || token === undefined) throw new AppError('usage', usage);
    const { facts } = await readFacts(localHost);
    const enrolled = await asOwnerOf(folder, () => enrolAlone({ server, token }, facts, { folder, replace }, say));
    if (typeof enrolled === 'number') return enrolled;
    const path = values.trust ?? (folder === defaultFolder ? defaultTrustFile : undefined);
    if (path !== undefined) {
      const wanted = signatures === undefined ? {} : { signatures: Number(signatures) };
      say(await noteTrust(path, enrolled, { add, ...wanted }));
    }
    return exitCodes.done;
  },
};

async function enrolAlone(
  given: { readonly server: string; readonly token: string },
  facts: EndpointFacts,
  { folder, replace }: { readonly folder: string; readonly replace: boolean },
  say: Say,
): Promise<number | Extract<Enrolled, { ok: true }>> {
  const lock = await alone(folder);
  if (!lock.ok) {
    say(`not enrolled: ${lock.why}`);
    return exitCodes.taken;
  }
  try {
    const enrolled = await enrol(given, facts, folder, { replace });
    const again = enrolled.ok || !enrolled.again ? '' : '\nThe same line may be given again.';
    say(enrolled.ok ? `enrolled as ${enrolled.endpoint} (${enrolled.state})` : `not enrolled: ${enrolled.why}${again}`);
    return enrolled.ok ? enrolled : exitCodes.failed;
  } finally {
    lock.release();
  }
}
