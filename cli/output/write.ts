// Prints a scan the way it was asked for; each way is loaded only when used.
import type { ScanCommandOptions } from '../commands/scan.ts';
import type { Context } from '../context.ts';
import type { ScanDocument } from '../scan-document.ts';

type Format = Pick<ScanCommandOptions, 'json' | 'jsonl' | 'format' | 'all' | 'color'>;

export async function write(document: ScanDocument, options: Format, context: Context): Promise<void> {
  context.stdout.write(await render(document, options, context));
}

async function render(document: ScanDocument, options: Format, context: Context): Promise<string> {
  if (options.json === true) return `${JSON.stringify(document, null, 2)}\n`;
  if (options.jsonl === true) return document.findings.map((finding) => `${JSON.stringify(finding)}\n`).join('');
  switch (options.format) {
    case 'csv':
      return (await import('./csv.ts')).csv(document);
    case 'md':
      return (await import('./markdown.ts')).markdown(document, options.all === true);
    case 'sarif': {
      const { sarif } = await import('./sarif.ts');
      const { text, note } = sarif(document);
      if (note !== undefined) context.stderr.write(`suture: ${note}\n`);
      return text;
    }
    case 'cyclonedx':
      return (await import('./cyclonedx.ts')).cyclonedx(document);
    case 'table': {
      const { terminal } = await import('./terminal.ts');
      const { useColour } = await import('../context.ts');
      return terminal(document, {
        all: options.all === true,
        colour: useColour(context, context.stdout, options.color),
        width: context.stdout.isTTY === true ? context.stdout.columns : undefined,
      });
    }
  }
}
