// What dnf wrote, read for the cause of a failure. Sources: dnf's cli.py, base.py and output.py, dnf 5.4 at work; libsolv's problem texts.
import type { Fault } from '../../manager.ts';
import { rpmFault } from '../../rpm-execution.ts';
import { plainText } from '../../transcripts.ts';

const cut = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);

/** Debian's dnf has a repository that is not there, and says so at each call. */
export const withoutNoise = (output: string): string =>
  plainText(output)
    .split('\n')
    .filter((line) => !/_dnf_local|\/var\/lib\/dnf\/plugins\/local\/|^ ?Local libdnf5 plugin repo/.test(line))
    .join('\n');

/** The most specific cause wins; undefined where nothing is recognised. */
export function faultIn(output: string): Fault | undefined {
  const text = withoutNoise(output);
  const waiting =
    /(?:Waiting for process with pid|is locked by another|lock file .{1,200} by another).{0,20}?(\d{1,9})?/.exec(
      text,
    ) ?? /^Waiting for a lock on the system repository\.[^\n]{0,200}\n(\d{1,9})\t/m.exec(text);
  if (
    waiting !== null ||
    /^Failed to obtain (?:the transaction )?lock|can't create (?:transaction|\S+) lock on/m.test(text)
  ) {
    const pid = waiting?.[1];
    return { cause: 'lock-held', why: `dnf is locked by ${pid === undefined ? 'another process' : `pid ${pid}`}` };
  }
  return duringDownload(text) ?? duringPlanning(text) ?? duringInstall(text);
}

function duringDownload(text: string): Fault | undefined {
  const altered =
    /(\S{1,200}\.rpm): (?:Downloading successful, but checksum doesn't match|Interrupted by header callback)/.exec(
      text,
    );
  if (altered?.[1] !== undefined && text.includes("checksum doesn't match"))
    return { cause: 'hash-mismatch', why: `hash mismatch of ${altered[1]}` };
  const refetched = /Cannot download (\S{1,200}\.rpm): All mirrors were tried/.exec(text)?.[1];
  if (refetched !== undefined && text.includes("checksum doesn't match"))
    return { cause: 'hash-mismatch', why: `hash mismatch of ${refetched}` };
  const unsigned = /^Package (\S{1,200}) is not signed$/m.exec(text)?.[1];
  if (unsigned !== undefined) return { cause: 'signature-mismatch', why: `${unsigned} is not signed` };
  if (
    /GPG check FAILED|^(?:Transaction failed: )?Signature verification failed|^OpenPGP check for package|Public key for \S{1,200} is not installed|repomd\.xml GPG signature verification error/m.test(
      text,
    )
  ) {
    return { cause: 'signature-mismatch', why: 'a package or repository is not signed by a trusted key' };
  }
  const repository = /Failed to download metadata for repo '([^'\n]{1,100})'(?:: ([^\n]{1,200}))?/.exec(text);
  if (repository !== null) {
    const how = repository[2] === undefined ? '' : `: ${repository[2]}`;
    return { cause: 'download-failed', why: cut(`the repository ${repository[1]} could not be asked${how}`) };
  }
  const source =
    /^ ?Failed to download metadata \([^\n]{1,300}\) for repository "([^"\n]{1,100})"(?:: ([^\n]{1,200}))?/m.exec(text);
  if (source !== null)
    return { cause: 'download-failed', why: cut(`the repository ${source[1]} could not be asked: ${source[2] ?? ''}`) };
  if (refetched !== undefined)
    return { cause: 'download-failed', why: `${refetched} could not be fetched: all mirrors were tried` };
  const missing = /^ {2}(\S{1,200}): Cannot download, ([^\n]{1,200})/m.exec(text);
  if (missing !== null)
    return { cause: 'download-failed', why: cut(`${missing[1]} could not be fetched: ${missing[2]}`) };
  if (/^Error: Error downloading packages:|Cache-only enabled but no cache for|\[Errno 5\]/m.test(text))
    return { cause: 'download-failed', why: 'not all packages could be fetched' };
  return undefined;
}

function duringPlanning(text: string): Fault | undefined {
  const gone =
    /^(?:Error: )?(?:Unable to find a match|No match for argument|No packages? (?:to|available)): ?([^\n]{1,200})/m.exec(
      text,
    );
  if (gone !== null) return { cause: 'drifted', why: cut(`${gone[1]?.trim()} is not offered any more`) };
  const locked = /^Argument '([^'\n]{1,300})' matches only packages excluded by versionlock/m.exec(text)?.[1];
  if (locked !== undefined) return { cause: 'drifted', why: `${locked} is excluded by versionlock` };
  const problem = /^ ?Problem(?: \d+)?: [^\n]{0,300}\n((?: {2}- [^\n]{1,300}\n?){1,6})/m.exec(text);
  if (problem !== null) {
    const lines = (problem[1] ?? '').split('\n').map((line) => line.replace(/^ {2}- /, ''));
    const telling = lines.find((line) => /nothing provides|conflicts with|obsoletes|requires/.test(line)) ?? lines[0];
    return { cause: 'dependency-conflict', why: cut(telling ?? 'the versions cannot be installed together') };
  }
  return undefined;
}

function duringInstall(text: string): Fault | undefined {
  const rpm = rpmFault(text);
  if (rpm !== undefined) return rpm;
  const error = /^(?:Error: |error: |Transaction failed: )([^\n]{1,300})/m.exec(text)?.[1]?.trim();
  return error === undefined || error === '' ? undefined : { cause: 'install-failed', why: cut(error) };
}

const units: Readonly<Record<string, number>> = { '': 1, k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** Bytes by dnf's own words, which are rounded. */
export function sizesIn(text: string): {
  readonly download: number | undefined;
  readonly installed: number | undefined;
} {
  const of = (label: string): number | undefined => {
    const found = new RegExp(`^${label}: (\\d{1,12}(?:\\.\\d{1,3})?) ?([kMG]?)`, 'm').exec(text);
    return found === null ? undefined : Math.ceil(Number(found[1]) * (units[found[2] ?? ''] ?? 1));
  };
  // dnf 5: `Total size of inbound packages is 23 KiB. Need to download 0 B.`, `(install 22 B, remove 18 B)`.
  const of5 = (label: string): number | undefined => {
    const found = new RegExp(`${label} (\\d{1,12}(?:\\.\\d{1,3})?) ([KMGT]i)?B\\b`).exec(text);
    return found === null ? undefined : Math.ceil(Number(found[1]) * (units[(found[2] ?? '').replace('i', '')] ?? 1));
  };
  return {
    download: of('Total download size') ?? of5('Need to download'),
    installed: of('Installed size') ?? of5('\\(install'),
  };
}
