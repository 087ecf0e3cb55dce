// The work of `suture endpoints show`.
import { type Context, useColour } from '../context.ts';
import { endpointText, type ShownEndpoint } from '../output/endpoint-text.ts';
import { inertJson } from '../output/inert-json.ts';
import { type Connection, connect } from '../server/connect.ts';
import { endpointNamed } from '../server/endpoint-names.ts';
import { collect } from '../server/pages.ts';
import type { ServerOptions } from './server-options.ts';

export async function endpointsShow(name: string, options: ServerOptions, context: Context): Promise<void> {
  const connection = await connect(options, context);
  const { id } = await endpointNamed(connection, name);
  const shown = await look(connection, id);
  if (options.json === true) {
    const { endpoint, findings, unjudged, updates } = shown;
    context.stdout.write(inertJson({ schema: 'suture.endpoint/1', endpoint, unjudged, findings, updates }));
    return;
  }
  const { stdout } = context;
  const width = stdout.isTTY === true ? stdout.columns : undefined;
  const colour = useColour(context, stdout, options.color);
  stdout.write(endpointText(shown, { now: context.now(), colour, width }));
}

async function look({ api, ask }: Connection, id: string): Promise<ShownEndpoint> {
  const path = { id };
  let unjudged = 0;
  const [endpoint, findings, updates] = await Promise.all([
    ask(api.GET('/api/v1/endpoints/{id}', { params: { path } })),
    collect(async (query) => {
      const page = await ask(api.GET('/api/v1/endpoints/{id}/findings', { params: { path, query } }));
      ({ unjudged } = page);
      return page;
    }, Number.POSITIVE_INFINITY),
    collect(
      (query) => ask(api.GET('/api/v1/endpoints/{id}/updates', { params: { path, query } })),
      Number.POSITIVE_INFINITY,
    ),
  ]);
  return { endpoint, findings: findings.rows, unjudged, updates: updates.rows };
}
