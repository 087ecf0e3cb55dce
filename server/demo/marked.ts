// Marks what a demo's API sends, so that what is saved of it still says that it is made up.
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DEMO_HEADER } from '@suture/protocol/api/paths.ts';

const MARK = JSON.stringify({ demo: 'All of this is made up.' });

/** An onSend hook: a header on everything, a first field in JSON objects, a last line in JSON lines, and a word in names of files. */
export async function marked(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  void reply.header(DEMO_HEADER, 'yes');
  const name = reply.getHeader('content-disposition');
  if (typeof name === 'string') void reply.header('content-disposition', name.replace('filename="', 'filename="demo-'));
  const type = String(reply.getHeader('content-type') ?? '');
  // What describes the API is no answer of it.
  if (/^application\/(?:problem\+)?json\b/.test(type) && !request.url.endsWith('/openapi.json'))
    return withField(payload);
  return type.startsWith('application/jsonl') && payload instanceof Readable
    ? Readable.from(withLine(payload))
    : payload;
}

const withField = (payload: unknown): unknown =>
  typeof payload === 'string' && payload.startsWith('{"') ? `${MARK.slice(0, -1)},${payload.slice(1)}` : payload;

async function* withLine(lines: Readable): AsyncGenerator {
  yield* lines;
  yield `${MARK}\n`;
}
