// A scan as Markdown, for issues, chats and reports.
import type { ScanDocument } from '../scan-document.ts';
import { markdownCode as code, markdownTable as table, markdownText as text } from './markdown-text.ts';
import { STATE_WORDS, dueText, nameOf, plural } from './words.ts';

export function markdown(document: ScanDocument, all: boolean): string {
  const { endpoint, patches, findings, incomplete, lifecycle, feeds, judged } = document;
  const open = findings.filter(({ fixedVersion }) => fixedVersion === null);
  const ending = lifecycle.filter(({ state }) => state !== 'supported');
  const found =
    judged === 0 && patches.length === 0
      ? 'nothing could be judged'
      : `${plural(patches.length, 'fix', 'fixes')} missing`;
  const blocks: readonly (readonly string[])[] = [
    [`# ${text(endpoint.name)}: ${found}`],
    [
      `${text(endpoint.os?.name ?? 'unknown system')}, ${plural(endpoint.packages, 'package', 'packages')}, ${judged} of them judged. ` +
        `Scanned ${document.scannedAt}, policy ${document.policy}, exposure ${document.exposure}.`,
    ],
    table(
      ['due', 'severity', 'package', 'installed', 'fixed in', 'closes'],
      patches.map((patch) => [
        dueText(patch, document.scannedAt),
        patch.severity,
        code(patch.source),
        code(patch.from),
        code(patch.to),
        patch.closes.map(code).join(' '),
      ]),
    ),
    ...(all && open.length > 0 ? [['## Without a fix']] : []),
    table(
      ['vulnerability', 'severity', 'package', 'installed', 'state'],
      (all ? open : []).map((one) => [
        code(one.id),
        one.severity,
        code(nameOf(one)),
        code(one.package.version),
        STATE_WORDS[one.state],
      ]),
    ),
    ...(ending.length > 0 ? [['## Support']] : []),
    ending.map(
      ({ label, release, state }) => `- ${text(label.includes(release) ? label : `${label} ${release}`)}: ${state}`,
    ),
    ...(incomplete.length > 0 ? [['## Not known']] : []),
    incomplete.map(({ what, why }) => `- ${text(what)}: ${text(why)}`),
    feeds.length === 0
      ? []
      : [
          `Feeds: ${feeds.map(({ name, upstreamDate }) => `${text(name)} (${upstreamDate?.slice(0, 10) ?? 'undated'})`).join(', ')}.`,
        ],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}
