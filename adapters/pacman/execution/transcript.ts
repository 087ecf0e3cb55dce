// What pacman wrote, read for the cause of a failure. Source: pacman's callback.c, sync.c and upgrade.c; libalpm's error.c and trans.c.
import type { KeptConfiguration } from '../../execution.ts';
import type { Fault } from '../../manager.ts';
import { plainText } from '../../transcripts.ts';

export const decides =
  /^(?:error:|:: unable to satisfy|:: .{1,200} are in conflict|warning: (?:.{1,300} installed as|failed)|:: File .{1,300} is corrupted)/;

const changing = /^(?:\(\d+\/\d+\) )?(?:upgrading|installing|reinstalling|downgrading|removing) (\S{1,200}?)\.\.\.$/;

/** pacman goes on after a scriptlet or hook that failed, and exits 0. */
function failedScriptlet(output: string): Fault | undefined {
  const lines = plainText(output).split('\n');
  const at = lines.findIndex((line) => /^error: (?:scriptlet|command) failed to execute correctly$/.test(line));
  if (at === -1) return undefined;
  const before = lines.slice(0, at);
  const hook = before.findLastIndex((line) => /^:: Running (?:pre|post)-transaction hooks/.test(line));
  const last = before.findLastIndex((line) => changing.test(line));
  const name = changing.exec(before[last] ?? '')?.[1];
  const of = hook > last ? 'a hook' : name === undefined ? 'a package' : name;
  return { cause: 'script-failed', why: `scriptlet failed: that of ${of}` };
}

/** pacman records the new version although not all of its files could be written. */
export function noticedIn(output: string): Fault | undefined {
  const text = plainText(output);
  const [, path, how] = /^error: could not extract (\S{1,300}) \(([^\n]{1,200})\)$/m.exec(text) ?? [];
  if (path === undefined) return failedScriptlet(text);
  return /No space left/.test(text)
    ? { cause: 'disk-full-while-installing', why: `disk full: ${path} could not be written` }
    : { cause: 'install-failed', why: `${path} could not be written: ${how}` };
}

/** The most specific cause wins; undefined where nothing is recognised. */
export function faultIn(output: string): Fault | undefined {
  const text = plainText(output);
  if (/unable to lock database|failed to init transaction \(unable to lock/.test(text))
    return { cause: 'lock-held', why: 'pacman is locked by another process' };
  if (/not enough free disk space|No space left on device|blocks needed, \d+ blocks free/.test(text)) {
    const [, where, need, free] =
      /Partition (\S{1,200}) too full: (\d{1,15}) blocks needed, (\d{1,15}) blocks free/.exec(text) ?? [];
    const how = where === undefined ? 'there is no room left' : `${where} has ${free} blocks, ${need} are needed`;
    return { cause: 'disk-full', why: `disk full: ${how}` };
  }
  return duringDownload(text) ?? duringPlanning(text) ?? duringInstall(text);
}

function duringDownload(text: string): Fault | undefined {
  const corrupt = /^:: File (?:\S{0,400}\/)?(\S{1,300}) is corrupted \((.{1,200})\)\.?$/m.exec(text);
  if (corrupt !== null) {
    const [, file, how = ''] = corrupt;
    return /PGP signature/.test(how)
      ? { cause: 'signature-mismatch', why: `${file} is not signed by a key that pacman trusts here` }
      : { cause: 'hash-mismatch', why: `hash mismatch of ${file}` };
  }
  const signed =
    /^error: (\S{1,200}): (?:missing required signature|signature from .{1,200} is (?:unknown trust|marginal trust|invalid)|key .{1,100} is (?:unknown|disabled))/m.exec(
      text,
    );
  if (signed !== null)
    return { cause: 'signature-mismatch', why: `${signed[1]} is not signed by a key that pacman trusts here` };
  const broken = /^error: (\S{1,200}): .{0,100}invalid or corrupted package/m.exec(text);
  if (broken !== null) return { cause: 'hash-mismatch', why: `hash mismatch of ${broken[1]}` };
  const missed = [
    ...text.matchAll(/^error: failed retrieving file '([^'\n]{1,200})' from (\S{1,200}) : ([^\n]{1,200})$/gm),
  ];
  const [, file, from, how] = missed.find(([, name = '']) => !name.endsWith('.sig')) ?? missed[0] ?? [];
  // Asked for only where the settings want one.
  if (file?.endsWith('.sig') === true && /\b404\b/.test(how ?? ''))
    return { cause: 'signature-mismatch', why: `${file.slice(0, -4)} is not signed` };
  if (file !== undefined) return { cause: 'download-failed', why: `${file} could not be fetched from ${from}: ${how}` };
  return /failed to (?:retrieve some files|synchronize)|error: failed to commit transaction \(.{0,40}(?:download|librar)/.test(
    text,
  )
    ? { cause: 'download-failed', why: 'not all packages could be fetched' }
    : undefined;
}

function duringPlanning(text: string): Fault | undefined {
  const problem =
    /^:: ((?:unable to satisfy dependency|installing .{1,200} breaks dependency|removing .{1,200} breaks dependency|.{1,200} are in conflict)[^\n]{0,200})$/m.exec(
      text,
    );
  if (problem?.[1] !== undefined) return { cause: 'dependency-conflict', why: problem[1].slice(0, 200) };
  const exists = /^(\S{1,200}): (\/\S{1,300}) exists in filesystem/m.exec(text);
  if (exists === null) return undefined;
  return { cause: 'dependency-conflict', why: `${exists[1]} brings ${exists[2]}, which is there and of no package` };
}

function duringInstall(text: string): Fault | undefined {
  const scriptlet = failedScriptlet(text);
  if (scriptlet !== undefined) return scriptlet;
  const error = /^error: ([^\n]{1,200})/m.exec(text)?.[1]?.trim();
  return error === undefined || error === '' ? undefined : { cause: 'install-failed', why: error };
}

/** `.pacnew`: the administrator's file stays. `.pacsave`: the package is gone, and the administrator's file is kept beside. */
export const keptIn = (output: string): readonly KeptConfiguration[] =>
  [
    ...plainText(output).matchAll(
      /^warning: (\/[^\s\n]{1,400}) (?:installed|saved) as (\/[^\s\n]{1,420}\.pac(?:new|save))$/gm,
    ),
  ]
    .map(([, path = '', offered = '']) => ({ path, offered }))
    .filter(({ path }) => !path.split('/').includes('..'))
    .slice(0, 200);

/** What `pacman -Qi` and `-Qip` say, in their order: what tells one build of a version from another. */
export function buildsIn(text: string): readonly { readonly name: string; readonly build: string }[] {
  return plainText(text)
    .split('\n\n')
    .flatMap((block) => {
      const of = (label: string): string =>
        new RegExp(`^${label} *: ([^\\n]{1,300})$`, 'm').exec(block)?.[1]?.trim() ?? '';
      const name = of('Name');
      const build = ['Version', 'Architecture', 'Packager', 'Build Date', 'Installed Size'].map(of).join('\n');
      return name === '' || of('Build Date') === '' ? [] : [{ name, build }];
    });
}
