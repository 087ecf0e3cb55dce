// The work of `suture report`.
import type { Context } from '../context.ts';
import { inertJson } from '../output/inert-json.ts';
import { reportMarkdown } from '../output/report-markdown.ts';
import { connect } from '../server/connect.ts';
import { deploymentNamed } from '../server/deployment-names.ts';
import type { ReportOptions } from './report.ts';

const patienceMs = 120_000;

export async function report(text: string, options: ReportOptions, { stdout, ...context }: Context): Promise<void> {
  const connection = await connect(options, { stdout, ...context });
  const { api, ask, fetch } = connection;
  const id = await deploymentNamed(connection, text);
  const found = await ask(
    api.GET('/api/v1/deployments/{id}/report', { params: { path: { id } }, fetch: fetch({ silentMs: patienceMs }) }),
  );
  const isJson = options.json === true || options.format === 'json';
  stdout.write(isJson ? inertJson({ schema: 'suture.deployment-report/1', ...found }) : reportMarkdown(found));
}
