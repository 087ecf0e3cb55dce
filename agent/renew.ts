// Renewal: a new certificate for a new key, in place before the old one is forgotten.
import { renewalResponse } from '@suture/protocol/agent/enrolment.ts';
import { agentPaths } from '@suture/protocol/agent/paths.ts';
import { certificateRequest, newEndpointKey } from '@suture/protocol/trust/certificate-request.ts';
import { saveIdentity, type Identity } from './identity.ts';
import type { ServerConnection } from './server-connection.ts';

/**
 * The identity to go on with, on disk already; undefined where the server did not answer. The old certificate stays good
 * until the next renewal, so that an answer lost on the way costs nothing.
 */
export async function renew(server: ServerConnection, held: Identity, folder: string): Promise<Identity | undefined> {
  const key = newEndpointKey();
  const body = JSON.stringify({ protocol: 1, csr: certificateRequest(key) });
  const reply = await server.ask(renewalResponse, { method: 'POST', path: agentPaths.renewCertificate, body });
  if (reply.kind !== 'answer') return undefined;
  const { certificate, authorities, renewAfter, notAfter } = reply.value;
  const pem = key.export({ type: 'pkcs8', format: 'pem' });
  const next = { ...held, key: pem, certificate, authorities, renewAfter, notAfter };
  await saveIdentity(folder, next);
  return next;
}
