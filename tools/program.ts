// Bundles the command line into a few files below .build, where they are not there or older than their sources; part of every task.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { root } from './checks/outcome.ts';

/** What a scan of files that prints a table loads, which is to load fast: one file, with all it needs. */
const SCAN =
  /\/cli\/(commands\/scan-run|scan\/from-files|inventories\/dpkg-status|output\/(terminal|next-step|write))\.ts$/;

/** Only for commands that are programs of their own, or that look at this machine. */
const LATE = 'node:child_process';

/**
 * Parts of Node as modules that are loaded only when the module that uses them is, and by the names it uses: to import them
 * as Node does touches every name, and many of those load more.
 */
const partsOfNode: Plugin = {
  name: 'parts-of-node',
  resolveId(id, _importer, { kind }) {
    if (!isBuiltin(id)) return null;
    return `\0${kind === 'require-call' ? 'whole' : 'named'} ${id.startsWith('node:') ? id : `node:${id}`}`;
  },
  load(id) {
    const [, how, name] = /^\0(whole|named) (node:.*)$/.exec(id) ?? [];
    if (name === undefined) return null;
    const part = `process.getBuiltinModule(${JSON.stringify(name)})`;
    if (how === 'whole') return { code: `module.exports = ${part};`, moduleType: 'js' };
    const names = Object.keys(process.getBuiltinModule(name) ?? {}).filter(
      (key) => /^[a-zA-Z]\w*$/.test(key) && key !== 'default',
    );
    const exported = names.map((key) => {
      const value = name === LATE && key !== 'ChildProcess' ? `(...given) => ${part}.${key}(...given)` : `part.${key}`;
      return `const its_${key} = ${value};\nexport { its_${key} as ${key} };`;
    });
    const whole = name === LATE ? `new Proxy({}, { get: (_, key) => ${part}[key] })` : 'part';
    return {
      code: [`const part = /* @__PURE__ */ ${part};`, `export default /* @__PURE__ */ ${whole};`, ...exported].join(
        '\n',
      ),
      moduleType: 'js',
      moduleSideEffects: false,
    };
  },
};

/** What a module says of its own place stays true. */
const ownPlace: Plugin = {
  name: 'own-place',
  transform: (code, id) =>
    code.includes('import.meta.') && !id.includes(`${sep}node_modules${sep}`)
      ? code
          .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
          .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
      : null,
};

/** The chunk, those it imports at any time, and the entry, which imports every command's but for them. */
function neededBy(name: string, chunks: ReadonlyMap<string, OutputChunk>): readonly OutputChunk[] {
  const needed = new Set<OutputChunk>();
  const take = (each: string): void => {
    const chunk = chunks.get(each);
    if (chunk === undefined || needed.has(chunk)) return;
    needed.add(chunk);
    for (const next of chunk.isEntry ? chunk.imports : [...chunk.imports, ...chunk.dynamicImports]) take(next);
  };
  take('main.cjs');
  take(name);
  return [...needed];
}

/** Path, size and time of each file of ours that the chunks were made from, and of what says which libraries are there. */
function sourcesOf(chunks: readonly OutputChunk[]): readonly (readonly [string, number, number])[] {
  const modules = chunks
    .flatMap(({ modules: those }) => Object.keys(those))
    .filter((path) => path.startsWith(root + sep) && !path.includes(`${sep}node_modules${sep}`));
  return [join(root, 'package-lock.json'), ...modules].map((path) => {
    const { size, mtimeMs } = statSync(path);
    return [path, size, mtimeMs];
  });
}

/** Puts the files beside those in use and then points to them, so that a command that is under way finds its own. */
export async function bundleProgram(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const name = String(Date.now());
  const build = await rolldown({
    cwd: root,
    input: join(root, 'cli/main.ts'),
    platform: 'node',
    plugins: [partsOfNode, ownPlace],
    treeshake: { propertyReadSideEffects: false },
    logLevel: 'silent',
  });
  try {
    const { output } = await build.write({
      dir: join(folder, name),
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name].cjs',
      codeSplitting: { groups: [{ name: 'scan', test: SCAN, includeDependenciesRecursively: true }] },
      comments: false,
    });
    const chunks = new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])));
    const sources = {
      all: sourcesOf([...chunks.values()]),
      // The most used and the one that is timed: what other commands are made of is none of its concern.
      scan: sourcesOf(neededBy('scan.cjs', chunks)),
    };
    const state = join(folder, `${name}.json`);
    writeFileSync(state, JSON.stringify({ clone: root, entry: join(name, 'main.cjs'), sources }));
    renameSync(state, join(folder, 'current.json'));
  } finally {
    await build.close();
  }
  const built = readdirSync(folder)
    .filter((entry) => /^\d+$/.test(entry))
    .sort();
  for (const old of built.slice(0, -2)) rmSync(join(folder, old), { recursive: true, force: true });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await bundleProgram(join(root, '.build', 'program'));
