// The work of `suture report`.
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { writeWhole } from '../output/write-whole.ts';
import { inertJson } from '../output/inert-json.ts';
import type { Report } from '../output/report-blocks.ts';
import { reportMarkdown } from '../output/report-markdown.ts';
import { connect } from '../server/connect.ts';
import { deploymentNamed } from '../server/deployment-names.ts';
import type { ReportOptions } from './report.ts';

const patienceMs = 120_000;

export async function report(text: string, options: ReportOptions, { stdout, ...context }: Context): Promise<void> {
  const format = options.json === true ? 'json' : options.format;
  if (format === 'pdf' && options.output === undefined) {
    throw new AppError('usage', 'a PDF goes into a file', 'Say which: --format pdf -o report.pdf');
  }
  const connection = await connect(options, { stdout, ...context });
  const { api, ask, fetch } = connection;
  const id = await deploymentNamed(connection, text);
  const found = await ask(
    api.GET('/api/v1/deployments/{id}/report', { params: { path: { id } }, fetch: fetch({ silentMs: patienceMs }) }),
  );
  const written = await writtenAs(format, found);
  if (options.output !== undefined) await writeWhole(options.output, written, 'the report');
  else stdout.write(String(written));
}

async function writtenAs(format: ReportOptions['format'], found: Report): Promise<string | Uint8Array> {
  if (format === 'pdf') return (await import('../output/report-pdf.ts')).reportPdf(found);
  return format === 'json' ? inertJson({ schema: 'suture.deployment-report/1', ...found }) : reportMarkdown(found);
}
