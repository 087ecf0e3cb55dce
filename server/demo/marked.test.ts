// What is saved from a demo says that it is one.
import { Readable } from 'node:stream';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { marked } from './marked.ts';

const app = Fastify();
app.addHook('onSend', marked);
app.get('/report', async () => ({ name: 'a', items: [] }));
app.get('/refused', async (_request, reply) =>
  reply
    .code(404)
    .type('application/problem+json')
    .send(JSON.stringify({ title: 'no' })),
);
app.get('/openapi.json', async () => ({ openapi: '3.1.0' }));
app.get('/export', async (_request, reply) => {
  void reply.type('application/jsonl').header('content-disposition', 'attachment; filename="suture-audit.jsonl"');
  return reply.send(Readable.from(['{"sequence":1}\n', '{"sequence":2}\n']));
});

test('answers in JSON say so in their first field; what describes the API stays as it is', async () => {
  const answer = await app.inject('/report');
  expect(answer.headers).toMatchObject({ 'suture-demo': 'yes', 'content-length': String(answer.body.length) });
  expect(answer.json()).toEqual({ demo: 'All of this is made up.', name: 'a', items: [] });
  expect((await app.inject('/refused')).json()).toMatchObject({ demo: expect.any(String), title: 'no' });
  expect((await app.inject('/openapi.json')).json()).toEqual({ openapi: '3.1.0' });
});

test('the audit’s export says so in its last line and in its name', async () => {
  const { body, headers } = await app.inject('/export');
  expect(headers['content-disposition']).toBe('attachment; filename="demo-suture-audit.jsonl"');
  expect(body).toBe('{"sequence":1}\n{"sequence":2}\n{"demo":"All of this is made up."}\n');
});
