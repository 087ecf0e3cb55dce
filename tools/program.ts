// Bundles the command line into a few files below .build, where they are not there or older than their sources; part of every task.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { root } from './checks/outcome.ts';

const FOLDER = join(root, '.build', 'program');

/** What a scan of files that prints a table loads, which is to load fast: one file, with all it needs. */
const SCAN =
  /\/cli\/(commands\/scan-run|scan\/from-files|inventories\/dpkg-status|output\/(terminal|next-step|write))\.ts$/;

/**
 * Parts of Node as modules that are loaded only when the module that uses them is, and by the names it uses: to import them
 * as Node does touches every name, and many of those load more.
 */
const partsOfNode: Plugin = {
  name: 'parts-of-node',
  resolveId: (id) => (isBuiltin(id) ? `\0${id.startsWith('node:') ? id : `node:${id}`}` : null),
  load(id) {
    if (!id.startsWith('\0node:')) return null;
    const name = id.slice(1);
    const get = `process.getBuiltinModule(${JSON.stringify(name)})`;
    const part: object = process.getBuiltinModule(name) ?? {};
    const names = Object.keys(part).filter((key) => /^[a-zA-Z]\w*$/.test(key) && key !== 'default');
    return {
      code: [
        `const part = /* @__PURE__ */ ${get};`,
        // Commander only wants it for commands that are programs of their own.
        name === 'node:child_process'
          ? `export default /* @__PURE__ */ new Proxy({}, { get: (_, key) => ${get}[key] });`
          : 'export default part;',
        ...names.map((key) => `const its_${key} = part.${key};\nexport { its_${key} as ${key} };`),
      ].join('\n'),
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

/** Puts the files beside those in use and then points to them, so that a command that is under way finds its own. */
export async function bundleProgram(): Promise<void> {
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
      dir: join(FOLDER, name),
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name].cjs',
      codeSplitting: { groups: [{ name: 'scan', test: SCAN, includeDependenciesRecursively: true }] },
      comments: false,
    });
    const modules = output.flatMap((file) =>
      file.type === 'chunk' ? Object.keys((file satisfies OutputChunk).modules) : [],
    );
    const sources = [join(root, 'package-lock.json'), ...modules]
      .filter((path) => path.startsWith(root + sep) && !path.includes(`${sep}node_modules${sep}`))
      .map((path) => {
        const { size, mtimeMs } = statSync(path);
        return [relative(root, path), size, mtimeMs];
      });
    const state = join(FOLDER, `${name}.json`);
    writeFileSync(state, JSON.stringify({ clone: root, entry: join(name, 'main.cjs'), sources }));
    renameSync(state, join(FOLDER, 'current.json'));
  } finally {
    await build.close();
  }
  const built = readdirSync(FOLDER)
    .filter((entry) => /^\d+$/.test(entry))
    .sort();
  for (const old of built.slice(0, -2)) rmSync(join(FOLDER, old), { recursive: true, force: true });
}

mkdirSync(FOLDER, { recursive: true });
await bundleProgram();
