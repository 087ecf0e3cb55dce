// Prints a whole scan the way it was asked for; each way is loaded only when used.
import type { ScanCommandOptions } from '../commands/scan.ts';
import type { Context } from '../context.ts';
import type { ScanDocument } from '../scan-document.ts';
import { printable } from './columns.ts';
import { inertJson } from './inert-json.ts';

export async function write(
  document: ScanDocument,
  options: Partial<ScanCommandOptions>,
  context: Context,
): Promise<void> {
  context.stdout.write(await render(document, options, context));
  // These have no place for what could not be known, and silence would read as good news.
  if (options.jsonl === true || options.format === 'csv') {
    for (const { what, why } of document.incomplete) {
      context.stderr.write(`suture: not known: ${printable(`${what}: ${why}`)}\n`);
    }
  }
}

async function render(document: ScanDocument, options: Partial<ScanCommandOptions>, context: Context): Promise<string> {
  if (options.json === true) return inertJson(document);
  if (options.jsonl === true) return document.findings.map((finding) => inertJson(finding, 0)).join('');
  const all = options.all === true;
  switch (options.format) {
    case 'csv':
      return (await import('./csv.ts')).csv(document);
    case 'md':
      return (await import('./markdown.ts')).markdown(document, all);
    case 'sarif': {
      const { sarif } = await import('./sarif.ts');
      const { text, note } = sarif(document);
      if (note !== undefined) context.stderr.write(`suture: ${note}\n`);
      return text;
    }
    case 'cyclonedx':
      return (await import('./cyclonedx.ts')).cyclonedx(document);
    default:
      throw new TypeError('a table is made from a list of fixes');
  }
}
