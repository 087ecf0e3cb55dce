// suture-agent trust: whose signatures this machine obeys. Only root changes it, by a person's word; no server can.
import { parseArgs } from 'node:util';
import { AppError } from '@suture/core/app-error.ts';
import { keyFingerprint, readSigningKey } from '@suture/protocol/trust/keys.ts';
import { readTrust, readTrustFile, writeTrustFile, type TrustFile } from '../executor/trust.ts';
import type { Enrolled } from '../enrol.ts';
import { askSigners } from '../ask-signers.ts';
import { defaultFolder, defaultTrustFile } from '../system-paths.ts';
import { exitCodes, type AgentCommand } from './command.ts';

const usage =
  'suture-agent trust [--add KEY]... [--remove FINGERPRINT]... [--signatures NUMBER] [--ask-server] [--state FOLDER] [--file FILE]';

/** A key as `writeSigningKey` gives it, or a text that ends with one, as the public half of a key file does. */
export function keyIn(text: string): string {
  const [last = ''] = text.trim().split(/\s+/).slice(-1);
  if (readSigningKey(last) === undefined)
    throw new AppError('usage', `this is no Ed25519 public key: ${last.slice(0, 100)}`);
  return last;
}

const fingerprintOf = (key: string): string => {
  const read = readSigningKey(key);
  return read === undefined ? '(no key)' : keyFingerprint(read);
};

/** Throws AppError where a key is none, or fewer keys than signatures would be left. */
export function changedTrust(
  before: TrustFile,
  {
    add,
    remove,
    signatures,
  }: { readonly add: readonly string[]; readonly remove: readonly string[]; readonly signatures?: number },
): TrustFile {
  const removed = (key: string): boolean =>
    remove.some((named) => named.length >= 8 && (key === named || fingerprintOf(key).startsWith(named.toLowerCase())));
  const gone = before.operatorKeys.filter(removed);
  if (gone.length !== new Set(remove).size)
    throw new AppError('usage', 'a key to remove is not there, or is not named clearly');
  const operatorKeys = [...new Set([...before.operatorKeys.filter((key) => !gone.includes(key)), ...add.map(keyIn)])];
  const threshold = signatures ?? before.threshold;
  if (!Number.isSafeInteger(threshold) || threshold < 1)
    throw new AppError('usage', '--signatures is no number from 1');
  if (operatorKeys.length > 0 && operatorKeys.length < threshold) {
    throw new AppError('usage', `${threshold} operators have to sign, and there would be ${operatorKeys.length}`);
  }
  return { ...before, operatorKeys, threshold };
}

/**
 * After an enrolment: whom the server signs as, and the operators that a person named or that were believed here before. What
 * came of it, in a line. Throws AppError as above.
 */
export async function noteTrust(
  path: string,
  { endpoint, organisation, signingKeys = [] }: Extract<Enrolled, { ok: true }>,
  wanted: { readonly add: readonly string[]; readonly signatures?: number },
): Promise<string> {
  if (organisation === undefined || signingKeys.length === 0) return 'the server gives out no jobs';
  if (process.geteuid !== undefined && process.geteuid() !== 0)
    return `only root can write ${path}: until it is there, no job is taken on`;
  const before = await readTrustFile(path);
  const { operatorKeys, threshold } = before?.ok === true ? before.file : { operatorKeys: [], threshold: 1 };
  const file = { organisation, endpoint, operatorKeys, threshold, serverKeys: signingKeys };
  const changed = changedTrust(file, { ...wanted, remove: [] });
  await writeTrustFile(path, changed);
  const count = changed.operatorKeys.length;
  if (count === 0) return 'no operator is known here: suture-agent trust --add KEY lets one sign jobs for this machine';
  return `${count === 1 ? 'one operator is' : `${count} operators are`} believed here`;
}

export const trustCommand: AgentCommand = {
  usage,
  async run(args, say) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        add: { type: 'string', multiple: true, default: [] },
        remove: { type: 'string', multiple: true, default: [] },
        signatures: { type: 'string' },
        /** Anew, as it may come to sign with another key; where there is no file yet it is asked in any case. */
        'ask-server': { type: 'boolean', default: false },
        state: { type: 'string', default: defaultFolder },
        file: { type: 'string', default: defaultTrustFile },
      },
    });
    const { add, remove, signatures, file } = values;
    const owner = process.geteuid?.() ?? 0;
    let read = await readTrustFile(file);
    if (read === undefined || (read.ok && values['ask-server'])) {
      if (owner !== 0) throw new AppError('environment', 'only root may change whom this machine believes');
      const wanted = { add, ...(signatures === undefined ? {} : { signatures: Number(signatures) }) };
      say(await noteTrust(file, { ok: true, state: 'active', ...(await askSigners(values.state)) }, wanted));
      read = await readTrustFile(file);
    }
    if (read === undefined) throw new AppError('environment', `${file} is not there, and the server gives out no jobs`);
    if (!read.ok) throw new AppError('environment', read.why);
    if (add.length > 0 || remove.length > 0 || signatures !== undefined) {
      if (owner !== 0) throw new AppError('environment', 'only root may change whom this machine believes');
      const wanted = signatures === undefined ? {} : { signatures: Number(signatures) };
      await writeTrustFile(file, changedTrust(read.file, { add, remove, ...wanted }));
    }
    const now = await readTrust(file);
    const after = await readTrustFile(file);
    const lines = after?.ok === true ? after.file.operatorKeys.map((key) => `operator ${fingerprintOf(key)}`) : [];
    process.stdout.write([...lines, now.ok ? `${now.trust.threshold} of these have to sign.` : now.why, ''].join('\n'));
    if (!now.ok) say('No job is taken on until that is so.');
    return now.ok ? exitCodes.done : exitCodes.failed;
  },
};
