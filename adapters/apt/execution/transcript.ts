// What apt and dpkg wrote, read for the cause of a failure: the decisive lines, and a sentence with names in it.
// Sources: apt's apt-pkg/deb/dpkgpm.cc and acquire-item.cc, dpkg's src/main/*.c; the messages are those of C.UTF-8.
import type { Cause } from '@suture/core/rollouts/causes.ts';
import type { KeptConfiguration, Transcript } from '../../execution.ts';
import { plainText, transcriptOf } from '../../transcripts.ts';

/** `before`: nothing was unpacked yet, as far as it was read. */
export interface Reading {
  readonly cause: Cause;
  readonly why: string;
}

const decisive =
  /^(?:E: |W: .*(?:[Hh]ash|sign)|Err:\d|dpkg: (?:error|warning: .*(?:held|conffile))|dpkg-deb: error|dpkg frontend|rm: |tar: |\S+: error)|No space left on device|returned error exit status|was killed by signal|Hash Sum mismatch|conffile prompt|^ (?:[a-z0-9][a-z0-9+.-]* )?: (?:Pre)?Depends|Depends: |Conflicts: |Breaks: |is to be removed/;

export const readTranscript = (output: string): Transcript => transcriptOf(output, decisive, around);

/** What a maintainer script said itself stands in front of dpkg's verdict on it. */
const around = (lines: readonly string[], at: number): readonly string[] => {
  const line = lines[at] ?? '';
  const before = lines[at - 1] ?? '';
  return line.startsWith('dpkg: error processing') &&
    before !== '' &&
    !/^(?:Setting up|Unpacking|Preparing|dpkg|E:)/.test(before)
    ? [before, line]
    : [line];
};

const names = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
const first = (text: string, pattern: RegExp): RegExpExecArray | undefined => pattern.exec(text) ?? undefined;

/** Whose lock it is, in the words of apt (2.0 and later) or dpkg. */
export function lockOwner(output: string): { readonly pid: number; readonly name: string } | undefined {
  const byApt = first(output, /It is held by process (\d{1,9}) \(([^)\n]{1,60})\)/);
  if (byApt !== undefined) return { pid: Number(byApt[1]), name: plainText(byApt[2] ?? '') };
  const byDpkg = first(output, /lock was locked by another process with pid (\d{1,9})/);
  return byDpkg === undefined ? undefined : { pid: Number(byDpkg[1]), name: 'another process' };
}

export const isLocked = (output: string): boolean =>
  /Could not get lock \/|Unable to acquire the dpkg frontend lock|lock was locked by another process|Unable to lock the administration directory/.test(
    output,
  );

const isInterrupted = (output: string): boolean => /dpkg was interrupted, you must manually run/.test(output);

/** The cause where apt or dpkg failed; undefined where nothing is recognised. The most specific one wins. */
export function causeIn(output: string): Reading | undefined {
  const text = plainText(output);
  if (isLocked(text)) {
    const owner = lockOwner(text);
    const whom = owner === undefined ? 'another process' : `${owner.name} (pid ${owner.pid})`;
    return { cause: 'lock-held', why: `the dpkg lock is held by ${whom}` };
  }
  if (isInterrupted(text)) {
    return { cause: 'broken-before', why: 'dpkg was interrupted before and has not been finished' };
  }
  return duringDownload(text) ?? duringPlanning(text) ?? duringInstall(text);
}

function duringDownload(text: string): Reading | undefined {
  const space = first(text, /You don't have enough free space in (\/\S{0,200}?)\.?$/m);
  if (space !== undefined) return { cause: 'disk-full', why: `there is not enough room in ${space[1]} to download` };
  if (/Hash Sum mismatch|File has unexpected size|Hashes of (?:expected|received) file/.test(text)) {
    const what = (first(text, /Failed to fetch (\S{1,300})/) ?? first(text, /^Err:\d+ (\S{1,300})/m))?.[1];
    return { cause: 'hash-mismatch', why: `hash mismatch${what === undefined ? '' : ` of ${fileName(what)}`}` };
  }
  const untrusted = first(
    text,
    /(?:unauthenticated packages|is not signed|signatures couldn't be verified|NO_PUBKEY|EXPKEYSIG|GPG error)/,
  );
  if (untrusted !== undefined) {
    return {
      cause: 'signature-mismatch',
      why: 'a package does not come from a source that is signed by a trusted key',
    };
  }
  const fetch =
    first(text, /Failed to fetch (\S{1,300})\s*([^\n]{0,200})/) ??
    first(text, /^Err:\d+ (\S{1,300})[^\n]*\n\s*([^\n]{1,200})/m);
  if (fetch !== undefined) {
    if (/No space left on device/.test(text))
      return { cause: 'disk-full', why: 'the disk became full while downloading' };
    const reason = (fetch[2] ?? '').trim();
    return {
      cause: 'download-failed',
      why: `${fileName(fetch[1] ?? '')} could not be fetched${reason === '' ? '' : `: ${names(reason)}`}`,
    };
  }
  if (
    /Unable to fetch some archives|Could not resolve|Temporary failure resolving|Could not connect to|Unable to connect to|Internal Error, Pathname to install is missing|downloads? (?:is|are) disabled/.test(
      text,
    )
  ) {
    return { cause: 'download-failed', why: 'not all packages could be fetched' };
  }
  return undefined;
}

const fileName = (url: string): string => names(url.slice(url.lastIndexOf('/') + 1) || url);

function duringPlanning(text: string): Reading | undefined {
  const gone = first(text, /Version '([^']{1,200})' for '([^']{1,200})' was not found/);
  if (gone !== undefined) return { cause: 'drifted', why: `${gone[2]} ${gone[1]} is not offered any more` };
  const unknown = first(text, /Unable to locate package (\S{1,200})/);
  if (unknown !== undefined) return { cause: 'drifted', why: `${unknown[1]} is not offered any more` };
  if (/Held packages were changed and -y was used/.test(text)) {
    const which = first(text, /held packages will be changed:\n((?: {2}[^\n]{1,400}\n){1,5})/)?.[1];
    return {
      cause: 'drifted',
      why: `a package is on hold${which === undefined ? '' : `: ${names(which.trim().replace(/\s+/g, ' '))}`}`,
    };
  }
  if (/Packages need to be removed but remove is disabled/.test(text)) {
    const which = first(text, /will be REMOVED:\n((?: {2}[^\n]{1,400}\n){1,5})/)?.[1];
    return {
      cause: 'dependency-conflict',
      why: `it would remove ${which === undefined ? 'packages' : names(which.trim().replace(/\s+/g, ' '))}`,
    };
  }
  if (
    /have unmet dependencies|held broken packages|Unmet dependencies|Unable to correct (?:problems|dependencies)/.test(
      text,
    )
  ) {
    const says = first(text, /^ ?(\S{1,200}) : ((?:Pre)?Depends|Conflicts|Breaks): ([^\n]{1,200})/m);
    const word =
      says?.[2] === undefined
        ? ''
        : says[2] === 'Conflicts'
          ? 'conflicts with'
          : says[2] === 'Breaks'
            ? 'breaks'
            : 'needs';
    return {
      cause: 'dependency-conflict',
      why: says === undefined ? 'the versions cannot be installed together' : `${says[1]} ${word} ${says[3]?.trim()}`,
    };
  }
  return undefined;
}

const script =
  /(installed|new|old) (\S{1,200}) package (pre-installation|post-installation|pre-removal|post-removal) script subprocess (returned error exit status \d+|was killed by signal[^\n]{0,60})/;
const scriptNames: Readonly<Record<string, string>> = {
  'pre-installation': 'preinst',
  'post-installation': 'postinst',
  'pre-removal': 'prerm',
  'post-removal': 'postrm',
};

function duringInstall(text: string): Reading | undefined {
  if (/No space left on device|Disk quota exceeded/.test(text)) {
    const where = first(
      text,
      /(?:'|to |creating |writing |failed to write \(?|extracting )(\/(?:boot|usr|var|etc|lib|opt)[^\s':]{0,200})/,
    )?.[1];
    const system = where?.startsWith('/boot') === true ? ' on /boot' : '';
    return {
      cause: 'disk-full-while-installing',
      why: `disk full${system}${where === undefined ? '' : ` at ${where}`}`,
    };
  }
  if (/end of file on stdin at conffile prompt/.test(text)) {
    return { cause: 'install-failed', why: 'dpkg wanted to ask which configuration file to keep' };
  }
  const failed = first(text, script);
  if (failed !== undefined && !recovered(text, failed)) {
    const [, , name = '', kind = '', how = ''] = failed;
    return {
      cause: 'script-failed',
      why: `maintainer script failed: ${scriptNames[kind] ?? kind} of ${names(name)} ${how.replace(' error', '')}`,
    };
  }
  const processing = first(text, /error processing (?:package|archive) (\S{1,200})[^\n]*:\n ?([^\n]{1,200})/);
  if (processing !== undefined) {
    return {
      cause: 'install-failed',
      why: `dpkg failed at ${fileName(processing[1] ?? '')}: ${names((processing[2] ?? '').trim())}`,
    };
  }
  const killed = first(text, /Sub-process (\S{1,100}) (?:received signal (\d{1,3})|was killed|exited unexpectedly)/);
  if (killed !== undefined) return { cause: 'interrupted', why: `${killed[1]} was killed at its work` };
  const error = first(text, /^E: ([^\n]{1,300})/m);
  return error === undefined ? undefined : { cause: 'install-failed', why: names(error[1] ?? '') };
}

/** dpkg tries the new package's script where the old one's fails, and goes on if that works. */
const recovered = (text: string, [whole]: RegExpExecArray): boolean =>
  whole.startsWith('old') && /\.\.\. it looks like that went OK/.test(text);

const conffile =
  /^Configuration file '(\/[^'\n]{1,400})'\n(?: ==> [^\n]*\n)+ ==> (?:Using current old file as you requested|Keeping old config file as default)\./gm;

/** Configuration files of which the administrator's version was kept. */
export function keptIn(output: string): readonly KeptConfiguration[] {
  const found = [...plainText(output).matchAll(conffile)].map(([, path = '']) => path);
  return [...new Set(found)]
    .filter((path) => !path.split('/').includes('..'))
    .slice(0, 200)
    .map((path) => ({ path, offered: `${path}.dpkg-dist` }));
}
