// The description of the HTTP API, as a document for programs and as a page for people: plain HTML, no script, nothing from elsewhere.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { createHash } from 'node:crypto';
import { z } from '@suture/protocol/agent/zod.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import type { FastifyInstance } from 'fastify';
import { html, type Html } from './html.ts';
import type { ApiScope } from './resource.ts';

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
code, pre { font: 0.9em/1.4 ui-monospace, monospace } pre { overflow-x: auto; padding: 0.75rem; border: 1px solid #8886 }
h2 { margin: 3rem 0 0; border-top: 1px solid #8886; padding-top: 1rem } h3 { margin: 1rem 0 0.25rem; font-size: 1rem }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0 }
nav ul { columns: 20rem; padding: 0; list-style: none } a { color: inherit }
`;
/** For the content security policy: this style, and no other. */
export const DOCS_STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

const described = z.looseObject({ openapi: z.string() });

export function describeRoutes(app: ApiScope): void {
  const document = () => ({ ...(app as unknown as FastifyInstance).swagger(), openapi: '3.1.0' });
  let page: string | undefined;
  app.get(
    apiPaths.openapi,
    {
      config: { needs: 'anybody' },
      schema: {
        operationId: 'describe',
        summary: 'This document',
        response: { 200: { description: 'As asked', content: { 'application/json': { schema: described } } } },
      },
    },
    async () => document(),
  );
  app.get(
    apiPaths.docs,
    {
      config: { needs: 'anybody' },
      schema: {
        operationId: 'showDocs',
        summary: 'This document as a page',
        response: { 200: { description: 'As asked', content: { 'text/html': { schema: z.string() } } } },
      },
    },
    async (_request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .serializer((text: string) => text)
        .send((page ??= pageOf(document() as unknown as OpenApi))),
  );
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
}
interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly 'x-needs'?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> };
  readonly responses?: Readonly<Record<string, Answer>>;
}
interface Answer {
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
}
interface OpenApi {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

const NEEDS: Readonly<Record<string, string>> = { anybody: 'Anybody.', 'signed-in': 'Whoever is signed in.' };

function pageOf({ info, paths, components }: OpenApi): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const schemas = Object.entries(components?.schemas ?? {});
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${info.title} API ${info.version}</title>
        ${{ trusted: `<style>${STYLE}</style>` }}
      </head>
      <body>
        <h1>${info.title} API, version ${info.version}</h1>
        <p>${info.description ?? ''} The same as a document: <a href="openapi.json">openapi.json</a>.</p>
        <nav>
          <ul>
            ${operations.map(
              ({ operation, method, path }) =>
                html`<li>
                  <a href="#${operation.operationId ?? ''}"><code>${method} ${path}</code></a>
                </li>`,
            )}
          </ul>
        </nav>
        ${operations.map(sectionOf)}
        <h2>Shapes</h2>
        ${schemas.map(
          ([name, schema]) =>
            html`<h3 id="schema-${name}">${name}</h3>
              ${shapeOf(schema)}`,
        )}
      </body>
    </html>`.trusted;
}

function sectionOf(each: { readonly path: string; readonly method: string; readonly operation: Operation }): Html {
  const { operation, method, path } = each;
  const { operationId = '', summary = '', parameters = [], requestBody, responses = {} } = operation;
  const needs = operation['x-needs'] ?? '';
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  return html`<section>
    <h2 id="${operationId}">${summary}</h2>
    <p><code>${method} ${path}</code></p>
    <p>${NEEDS[needs] ?? html`Needs the permission <code>${needs}</code>.`}</p>
    ${
      parameters.length === 0
        ? ''
        : html`<h3>Parameters</h3>
            <table>
              ${parameters.map(
                ({ name, in: place, required, description = '' }) =>
                  html`<tr>
                    <td><code>${name}</code></td>
                    <td>${place}${required === true ? ', required' : ''}</td>
                    <td>${description}</td>
                  </tr>`,
              )}
            </table>`
    }
    ${
      body === undefined
        ? ''
        : html`<h3>Body</h3>
            ${shapeOf(body)}`
    }
    <h3>Answers</h3>
    <table>
      ${Object.entries(responses).map(
        ([status, answer]) =>
          html`<tr>
            <td>${status}</td>
            <td>${answer.description ?? ''}</td>
            <td>${namedShape(answer)}</td>
          </tr>`,
      )}
    </table>
  </section>`;
}

function namedShape({ content = {} }: Answer): Html | string {
  const schema = Object(Object.values(content)[0]?.schema) as { readonly $ref?: string };
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? '' : html`<a href="#schema-${name}">${name}</a>`;
}

const shapeOf = (schema: unknown): Html => html`<pre>${JSON.stringify(schema, undefined, 2)}</pre>`;
