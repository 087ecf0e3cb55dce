// The record of changes over the HTTP API: read, checked from its rows, and handed out with its checkpoints.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { Readable } from 'node:stream';
import { z } from '@suture/protocol/agent/zod.ts';
import * as audit from '@suture/protocol/api/audit.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import type { FastifyRequest } from 'fastify';
import { exportAudit } from '../actions/export-audit.ts';
import { takeCheckpoint } from '../actions/take-checkpoint.ts';
import { auditPage, verifyAudit } from '../store/audit.ts';
import { subjectNames } from '../store/subject-names.ts';
import { ApiRefusal } from './api-problems.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { answers, created, named } from './openapi.ts';
import { settled, type ApiContext, type Caller, type Resource } from './resource.ts';

named({
  AuditEntry: audit.auditEntry,
  AuditPage: audit.auditPage,
  AuditVerdict: audit.auditVerdict,
  AuditCheckpoint: audit.auditCheckpoint,
});

/** It tells of all endpoints, so it is for who reaches all. */
function unlimited(caller: ApiContext['caller'], request: FastifyRequest): Caller {
  const found = caller(request);
  if (found.access.tagScope === undefined) return found;
  const detail = 'The audit is of the whole organisation, and you are limited to some tags.';
  throw new ApiRefusal(apiProblemOf('not-allowed', { detail }));
}

export const auditRoutes: Resource = (scope, { caller, checkpoints }) => {
  scope.get(
    apiPaths.audit,
    {
      config: { needs: 'audit.read' },
      schema: {
        operationId: 'listAudit',
        summary: 'What was done, the newest first',
        querystring: audit.auditRequest,
        response: answers(audit.auditPage, 400),
      },
    },
    async (request) => {
      const { store, organisation } = unlimited(caller, request);
      const { cursor, limit, skip, actor, action, subject } = request.query;
      const list = `audit ${JSON.stringify([actor, action, subject])}`;
      const key = cursor === undefined ? undefined : readCursor(list, 'number', cursor);
      if (cursor !== undefined && key === undefined) throw new ApiRefusal(apiProblemOf('malformed-cursor'));
      const filter = {
        ...(actor !== undefined && { actor }),
        ...(action !== undefined && { action }),
        ...(subject !== undefined && { subject }),
      };
      const { rows, total, next, nameOf } = await store.inOrganisation(organisation, async (transaction) => {
        const page = await auditPage(transaction, filter, { after: key && Number(key[1]), limit, skip });
        const told = page.rows.flatMap((row) => [row.actor, row.subject ?? '']);
        return { ...page, nameOf: await subjectNames(transaction, told) };
      });
      const items = rows.map((row) => ({
        ...row,
        actorName: nameOf(row.actor),
        subjectName: row.subject === null ? null : nameOf(row.subject),
      }));
      return { items, total, next: next === undefined ? null : writeCursor(list, ['', String(next)]) };
    },
  );

  scope.get(
    apiPaths.auditVerification,
    {
      config: { needs: 'audit.read' },
      schema: {
        operationId: 'verifyAudit',
        summary: 'Whether the record is the one that was written, from its rows',
        response: answers(audit.auditVerdict),
      },
    },
    async (request) => {
      const { store, organisation } = unlimited(caller, request);
      const verdict = await verifyAudit(store, organisation, checkpoints && { keys: checkpoints.verify });
      if (!verdict.ok) return verdict;
      const { head, entries } = verdict;
      return { ok: true as const, entries, sequence: head.sequence, hash: head.hash };
    },
  );

  scope.post(
    apiPaths.auditCheckpoints,
    {
      config: { needs: 'audit.checkpoint' },
      schema: {
        operationId: 'takeCheckpoint',
        summary: 'Sign how far the record has come; keep it where nobody who writes the database can reach it',
        response: created(audit.auditCheckpoint),
      },
    },
    async (request, reply) => {
      const { by, door } = unlimited(caller, request);
      if (checkpoints === undefined) {
        throw new ApiRefusal(apiProblemOf('unavailable', { detail: 'This server has no key to sign with.' }));
      }
      const envelope = settled(await takeCheckpoint(door, by, checkpoints));
      return reply.code(201).send({ envelope: envelope === undefined ? null : { ...envelope } });
    },
  );

  scope.get(
    apiPaths.auditExport,
    {
      config: { needs: 'audit.read' },
      schema: {
        operationId: 'exportAudit',
        summary: 'All entries in their order, one a line, then the checkpoints, each as {"checkpoint": …}',
        response: {
          200: { description: 'As asked', content: { 'application/jsonl': { schema: z.string() } } },
        },
      },
    },
    async (request, reply) => {
      const { store, organisation } = unlimited(caller, request);
      void reply.type('application/jsonl').header('content-disposition', 'attachment; filename="suture-audit.jsonl"');
      return reply.serializer((text: string) => text).send(Readable.from(exportAudit(store, organisation)) as never);
    },
  );
};
