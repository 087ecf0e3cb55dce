// Enrolment: this machine's own key, the one-line command's token, and the server's answer become an identity on disk.
import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { enrolmentResponse, type EnrolmentResponse } from '@suture/protocol/agent/enrolment.ts';
import type { EndpointFacts } from '@suture/protocol/agent/facts.ts';
import { agentPaths } from '@suture/protocol/agent/paths.ts';
import { certificateRequest, newEndpointKey } from '@suture/protocol/trust/certificate-request.ts';
import { readEnrolment } from '@suture/protocol/trust/install-line.ts';
import { pinnedTls } from '@suture/protocol/trust/pinned-tls.ts';
import { loadIdentity, putAside, saveIdentity } from './identity.ts';
import { connectTo } from './server-connection.ts';
import { readIfThere, replaceFile } from './state-file.ts';

export type Enrolled =
  | ({ readonly ok: true } & Pick<EnrolmentResponse, 'state' | 'endpoint' | 'organisation' | 'signingKeys'>)
  /** `again`: the same command may do later. */
  | { readonly ok: false; readonly why: string; readonly again: boolean };

const no = (why: string, again = false): Enrolled => ({ ok: false, why, again });

/**
 * Enrols this machine. A machine that is enrolled stays who it is. The key is on disk before it is shown, so that the same
 * command may be given again when the answer was lost; it then uses the token up no second time. `replace`: a person has
 * decided that it becomes another endpoint; who it was is put aside, damaged or not.
 */
export async function enrol(
  given: { readonly server: unknown; readonly token: unknown },
  facts: EndpointFacts,
  folder: string,
  { replace = false, timeoutMs = 15_000 }: { readonly replace?: boolean; readonly timeoutMs?: number } = {},
): Promise<Enrolled> {
  const read = readEnrolment(given.server, given.token);
  if (!read.ok) return no(read.why);
  if (!replace) {
    const held = await loadIdentity(folder);
    if (held !== undefined) return no(`this machine is enrolled with ${held.server} already, as ${held.endpoint}`);
  }
  const pinned = await pinnedTls(connect, read.server, read.serverKey, timeoutMs);
  if (!pinned.ok) return no(pinned.why, pinned.cause === 'unreachable');
  const key = await keyFor(folder, read.token);
  const server = connectTo(read.server, pinned.tls, { timeoutMs });
  const body = JSON.stringify({ protocol: 1, token: read.token, csr: certificateRequest(key), facts });
  const reply = await server.ask(enrolmentResponse, { method: 'POST', path: agentPaths.enrol, body });
  server.close();
  if (reply.kind === 'none') return no(`${read.server.origin}: ${reply.why}`, true);
  if (reply.kind === 'problem') {
    const { title, detail, status } = reply.document;
    return no(`${title || `status ${status}`}${detail === undefined ? '' : `: ${detail}`}`, status >= 500);
  }
  const { endpoint, state, organisation, signingKeys, certificate, authorities, renewAfter, notAfter } = reply.value;
  const pem = key.export({ type: 'pkcs8', format: 'pem' });
  const { origin } = read.server;
  if (replace) await putAside(folder);
  await saveIdentity(folder, { server: origin, endpoint, key: pem, certificate, authorities, renewAfter, notAfter });
  return { ok: true, state, endpoint, organisation, signingKeys };
}

/** One key for one token: another token is another enrolment, and keys are not shared between them. */
async function keyFor(folder: string, token: string): Promise<KeyObject> {
  const path = join(folder, 'enrolling.pem');
  const mark = `token ${createHash('sha256').update(token).digest('hex')}\n`;
  const held = (await readIfThere(path))?.toString();
  if (held?.startsWith(mark) === true) {
    try {
      return createPrivateKey(held.slice(mark.length));
    } catch {
      // Damaged: the key was never more than a beginning.
    }
  }
  const key = newEndpointKey();
  await replaceFile(path, mark + key.export({ type: 'pkcs8', format: 'pem' }));
  return key;
}
