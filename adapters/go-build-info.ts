// What a Go program says it was built from: the toolchain, its main module and every module in it.
// Source: Go's debug/buildinfo and runtime/debug (ParseBuildInfo); programs of Go 1.18 and later.
import { go as scheme } from '@suture/core/versions/go.ts';
import { readSection } from './executable-section.ts';
import type { Host } from './host.ts';

export interface GoModule {
  readonly path: string;
  readonly version: string;
}

export interface GoProgram {
  /** `1.26.8`: the standard library's version, as advisories have it. */
  readonly toolchain: string;
  /** Undefined for a program of no module, and where its version is not known (`(devel)`). */
  readonly main: GoModule | undefined;
  readonly modules: readonly GoModule[];
  /** What `go install` is told to build it again: it came out of the module cache, and with no flags of its own. */
  readonly installs: string | undefined;
}

const magic = '\u00FF Go buildinf:';
const mostBytes = 4 << 20;
const mostModules = 5_000;

/** Undefined where it is no program of Go, or one from before 1.18. */
export async function readGoProgram(host: Host, path: string): Promise<GoProgram | undefined> {
  const bytes = await readSection(host, path, '.go.buildinfo', mostBytes);
  return bytes === undefined ? undefined : parseGoSection(bytes);
}

export function parseGoSection(bytes: Uint8Array): GoProgram | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (text.length < 34 || text.toString('latin1', 0, 14) !== magic || ((text[15] ?? 0) & 2) === 0) return undefined;
  const version = readString(text, 32);
  if (version === undefined) return undefined;
  const toolchain = /^(?:devel )?go(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?(?:(?:rc|beta)\d{1,3})?)(?=$|[-\s+])/.exec(
    version.text,
  )?.[1];
  if (toolchain === undefined) return undefined;
  // Sixteen bytes stand before and behind it.
  const modules = readString(text, version.end)?.text.slice(16, -16) ?? '';
  return { toolchain, ...parseModules(modules) };
}

/** `mod\tPATH\tVERSION\tSUM`, `dep\t…`, and `=>\t…` for what stands in for the one before. */
export function parseModules(text: string): {
  readonly main: GoModule | undefined;
  readonly modules: readonly GoModule[];
  readonly installs: string | undefined;
} {
  let main: GoModule | undefined;
  let program: string | undefined;
  let isPlain = false;
  const modules: GoModule[] = [];
  for (const line of text.split('\n').slice(0, mostModules + 100)) {
    const [kind, path = '', version = '', sum = ''] = line.split('\t');
    const module = isModule(path) && scheme.parse(version).ok ? { path, version } : undefined;
    // A module that was checked out has no sum.
    if (kind === 'mod') [main, isPlain] = [module, sum.startsWith('h1:')];
    else if (kind === 'path') program = isModule(path) ? path : undefined;
    else if (kind === 'build' && /^-(?:ldflags|tags|gcflags|asmflags|buildmode=(?!exe$))/.test(path)) isPlain = false;
    else if (kind === 'dep' && module !== undefined) modules.push(module);
    else if (kind === '=>') {
      modules.pop();
      if (module !== undefined) modules.push(module);
    }
  }
  return { main, modules: modules.slice(0, mostModules), installs: isPlain ? program : undefined };
}

const isModule = (path: string): boolean => path.length <= 300 && /^[A-Za-z0-9][\w.~!-]*(?:\/[\w.~!-]+)*$/.test(path);

/** A string with its length in front, seven bits a byte. */
function readString(bytes: Buffer, from: number): { readonly text: string; readonly end: number } | undefined {
  let length = 0;
  let at = from;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at];
    if (byte === undefined || shift > 28) return undefined;
    at += 1;
    length += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  const end = at + length;
  return end > bytes.length ? undefined : { text: bytes.toString('latin1', at, end), end };
}
