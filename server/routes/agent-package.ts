// How a machine without an agent gets one: the script and the packages, to anyone who asks, for they hold no secret.
import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { agentPaths } from '@suture/protocol/agent/paths.ts';
import { problem, PROBLEM_TYPE, type ProblemDocument } from '@suture/protocol/agent/problem.ts';
import type { AgentPackages } from '../actions/agent-packages.ts';

/** Packages on their way at the same moment, of 50 MB each; beyond it 503, after which curl asks again by itself. */
const mostDownloads = 16;

/**
 * Puts the two paths into a server. Nobody is asked who they are: the line that a person copied names the script's SHA-256, and
 * the script those of the packages, so that what comes over this way is believed by its content alone.
 */
export async function agentPackageRoutes(
  app: FastifyInstance,
  packages: () => Promise<AgentPackages | undefined>,
): Promise<void> {
  let downloads = 0;
  const missing: ProblemDocument = { type: 'about:blank', title: 'Not Found', status: 404 };

  app.get(agentPaths.installScript, async (_request, reply) => {
    const offered = await packages();
    if (offered === undefined) return refuse(reply, missing);
    return reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(Buffer.from(offered.script));
  });

  app.get<{ Params: { name: string } }>(`${agentPaths.packages}/:name`, async (request, reply) => {
    // Looked up among the offered, never put into a path.
    const wanted = (await packages())?.packages.find(({ name }) => name === request.params.name);
    if (wanted === undefined) return refuse(reply, missing);
    if (request.method === 'GET') {
      if (downloads >= mostDownloads) return refuse(reply, problem('unavailable', { retryAfterSeconds: 10 }));
      downloads += 1;
      reply.raw.once('close', () => (downloads -= 1));
    }
    void reply.headers({
      'content-type': 'application/octet-stream',
      'content-length': wanted.bytes,
      'x-content-type-options': 'nosniff',
      etag: `"${wanted.sha256}"`,
    });
    return reply.send(request.method === 'HEAD' ? undefined : createReadStream(wanted.path));
  });
}

function refuse(reply: FastifyReply, document: ProblemDocument): FastifyReply {
  if (document.retryAfterSeconds !== undefined) void reply.header('retry-after', document.retryAfterSeconds);
  return reply
    .code(document.status)
    .type(PROBLEM_TYPE)
    .send(Buffer.from(JSON.stringify(document)));
}
