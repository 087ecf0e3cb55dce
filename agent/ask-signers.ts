// Whom the server signs as, asked by who this endpoint is: for a machine that enrolled before there was a trust file.
import { AppError } from '@suture/core/app-error.ts';
import { signersResponse, type SignersResponse } from '@suture/protocol/agent/enrolment.ts';
import { agentPaths } from '@suture/protocol/agent/paths.ts';
import { loadIdentity } from './identity.ts';
import { connectAs } from './server-connection.ts';

/** Changes nothing. Throws AppError where nobody is enrolled here, where the server refuses, and where it does not answer. */
export async function askSigners(folder: string): Promise<SignersResponse> {
  const identity = await loadIdentity(folder);
  if (identity === undefined) {
    throw new AppError('environment', `this machine is not enrolled (${folder})`, 'Run the line of: suture enrol new');
  }
  const server = connectAs(identity);
  try {
    const reply = await server.ask(signersResponse, { method: 'GET', path: agentPaths.signers });
    if (reply.kind === 'answer' && reply.value.endpoint === identity.endpoint) return reply.value;
    const why =
      reply.kind === 'none'
        ? reply.why
        : reply.kind === 'answer'
          ? 'it takes this machine for another endpoint'
          : [reply.document.title, reply.document.detail].filter(Boolean).join(': ');
    throw new AppError('environment', `${identity.server} did not say whom it signs as: ${why}`);
  } finally {
    server.close();
  }
}
