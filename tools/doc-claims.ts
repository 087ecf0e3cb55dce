// Finds what a Markdown page claims to exist: paths of this repository, npm scripts, commands and flags of `suture`.
import { posix } from 'node:path';

/** A command line of `suture` as a page shows it: the words that may name commands, and the flags. */
export interface CommandClaim {
  readonly text: string;
  readonly words: readonly string[];
  readonly flags: readonly string[];
}

export interface Claims {
  /** From the root, forward slashes, no trailing slash; may hold `*`. */
  readonly paths: readonly string[];
  readonly scripts: readonly string[];
  readonly commands: readonly CommandClaim[];
  /** Flags named alone, without the command they belong to. */
  readonly flags: readonly string[];
}

/** Reads one page. `page` is its path from the root; `rootEntries` are the names in the root folder. */
export function readClaims(page: string, markdown: string, rootEntries: ReadonlySet<string>): Claims {
  const blocks: string[] = [];
  const prose = markdown.replaceAll(/^```[^\n]*\n(.*?)^```/gmsu, (_, block: string) => {
    blocks.push(block);
    return '';
  });
  const code = [...prose.matchAll(/`([^`\n]+)`/gu)].map(([, text = '']) => text.trim());
  const shown = [
    ...code,
    ...blocks.flatMap((block) => block.split('\n').map((line) => line.trim().replace(/^\$ /u, ''))),
  ];

  const links = [...prose.matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/gu)].map(([, target = '']) => target);
  const linked = links
    .filter((target) => !/^[a-z]+:/u.test(target))
    .map((target) => posix.join(posix.dirname(page), target));
  const named = code.filter((text) => isPath(text) && rootEntries.has(text.split('/')[0] ?? ''));

  return {
    paths: [...linked, ...named, ...blocks.flatMap((block) => treePaths(block, rootEntries))].map((path) =>
      path.replace(/\/$/u, ''),
    ),
    scripts: [...shown.join('\n').matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/gu)].map(
      ([, run, own]) => run ?? own ?? '',
    ),
    commands: shown.flatMap((text) =>
      /^(npx )?suture( |$)/u.test(text) ? [readCommand(text.replace(/^npx /u, ''))] : [],
    ),
    flags: code.filter((text) => /^--[a-z]/u.test(text)).map((text) => text.split(/[ =]/u)[0] ?? text),
  };
}

/** `core/versions/`, `tools/check.ts`, `docs/*.md`; not `<name>`, `…` or a bare word. */
function isPath(text: string): boolean {
  return /^[\w@.*-]+(\/[\w@.*-]+)*\/?$/u.test(text) && text.includes('/') && !text.startsWith('..');
}

/** The folders of a drawn tree, where each line is `  name/  what it is` and the indent says whose it is. */
function treePaths(block: string, rootEntries: ReadonlySet<string>): readonly string[] {
  const paths: string[] = [];
  const above: { readonly indent: number; readonly path: string }[] = [];
  for (const line of block.split('\n')) {
    const [, indent, name] = /^( *)([\w@.-]+)\/(?:\s|$)/u.exec(line) ?? [];
    if (indent === undefined || name === undefined) continue;
    while ((above.at(-1)?.indent ?? -1) >= indent.length) above.pop();
    const parent = above.at(-1)?.path;
    if (parent === undefined && indent !== '') continue;
    const path = parent === undefined ? name : `${parent}/${name}`;
    above.push({ indent: indent.length, path });
    if (rootEntries.has(path.split('/')[0] ?? '') || parent === undefined) paths.push(path);
  }
  return paths;
}

function readCommand(text: string): CommandClaim {
  const tokens =
    text
      .split(/\s+(?:[#|>&;]|2>)|\s{2,}/u)[0]
      ?.split(/\s+/u)
      .slice(1) ?? [];
  const flags = tokens.flatMap((token) => /--[a-z][a-z-]*/u.exec(token)?.[0] ?? []);
  const firstFlag = tokens.findIndex((token) => token.startsWith('-') || token.startsWith('['));
  return { text, words: firstFlag === -1 ? tokens : tokens.slice(0, firstFlag), flags };
}
