// A scan as Markdown, for issues, chats and reports.
import type { ScanDocument } from '../scan-document.ts';
import { printable } from './columns.ts';
import { STATE_WORDS, dueText } from './terminal.ts';

export function markdown(document: ScanDocument, all: boolean): string {
  const { endpoint, patches, findings, incomplete, lifecycle, feeds } = document;
  const open = findings.filter(({ fixedVersion }) => fixedVersion === null);
  const lines = [
    `# ${text(endpoint.name)}: ${patches.length} ${patches.length === 1 ? 'fix' : 'fixes'} missing`,
    '',
    `${text(endpoint.os?.name ?? 'unknown system')}, ${endpoint.packages} packages, scanned ${document.scannedAt}, policy ${document.policy}.`,
    '',
  ];
  if (patches.length > 0) {
    lines.push('| due | severity | package | installed | fixed in | closes |', '| --- | --- | --- | --- | --- | --- |');
    for (const patch of patches) {
      const cells = [dueText(patch, document.scannedAt), patch.severity, patch.source, patch.from, patch.to, patch.closes.join(' ')];
      lines.push(`| ${cells.map(text).join(' | ')} |`);
    }
    lines.push('');
  }
  if (all && open.length > 0) {
    lines.push('## Without a fix', '', '| vulnerability | severity | package | installed | state |', '| --- | --- | --- | --- | --- |');
    for (const { id, severity, package: pkg, state } of open) {
      lines.push(`| ${[id, severity, pkg.name, pkg.version, STATE_WORDS[state]].map(text).join(' | ')} |`);
    }
    lines.push('');
  }
  const ending = lifecycle.filter(({ state }) => state !== 'supported');
  if (ending.length > 0) lines.push('## Support', '', ...ending.map((one) => `- ${text(`${one.label} ${one.release}`)}: ${one.state}`), '');
  if (incomplete.length > 0) {
    lines.push('## Not known', '', ...incomplete.map(({ what, why }) => `- ${text(what)}: ${text(why)}`), '');
  }
  if (feeds.length > 0) {
    lines.push(`Feeds: ${feeds.map(({ name, upstreamDate }) => `${name} (${upstreamDate?.slice(0, 10) ?? 'undated'})`).join(', ')}.`, '');
  }
  return lines.join('\n');
}

/** Names from inventories are hostile: no table breaks, no markup, no control characters. */
const text = (value: string): string => printable(value).replaceAll(/[|\\`*_[\]<>]/g, (character) => `\\${character}`);
