// Makes one file without imports from node_modules of each program that is shipped.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from '../checks/outcome.ts';

export interface Bundle {
  readonly code: string;
  /** The folders of the libraries that are in it, from the root: `node_modules/zod`. */
  readonly libraries: readonly string[];
}

/** `entry`: a source file, from the root. Throws where something that it imports is neither bundled nor part of Node. */
export async function bundle(entry: string, firstLine = ''): Promise<Bundle> {
  const build = await rolldown({ cwd: root, input: join(root, entry), platform: 'node', logLevel: 'warn' });
  try {
    const { output } = await build.generate({ format: 'esm', codeSplitting: false, banner: firstLine });
    const [chunk, ...others] = output;
    if (others.length > 0) throw new Error(`${entry} became ${output.length} files`);
    // What is imported late is in the same file.
    const imports = [...chunk.imports, ...chunk.dynamicImports].filter((name) => name !== chunk.fileName);
    const outside = imports.filter((name) => !name.startsWith('node:'));
    if (outside.length > 0) throw new Error(`${entry} would need ${outside.join(', ')} at run time`);
    return { code: chunk.code, libraries: librariesOf(Object.keys(chunk.modules)) };
  } finally {
    await build.close();
  }
}

function librariesOf(modules: readonly string[]): readonly string[] {
  const folders = modules.flatMap((path) => {
    const forward = path.replaceAll('\\', '/');
    const at = forward.lastIndexOf('/node_modules/');
    const [scope = '', name = ''] = at < 0 ? [] : forward.slice(at + '/node_modules/'.length).split('/');
    if (scope === '') return [];
    const folder = `${forward.slice(0, at)}/node_modules/${scope.startsWith('@') ? `${scope}/${name}` : scope}`;
    return [folder.slice(root.length + 1)];
  });
  return [...new Set(folders)].sort();
}

export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

const licenceFiles = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license', 'license.md'];

/** Throws where a library has no text of its licence, which then cannot be passed on. */
export function licenceOf(folder: string): Licence {
  const manifest: unknown = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const { name, version, license } = manifest as Readonly<Record<string, string | undefined>>;
  const file = licenceFiles.find((candidate) => existsSync(join(root, folder, candidate)));
  if (file === undefined || name === undefined || version === undefined || license === undefined) {
    throw new Error(`${folder} does not say its name, version and licence, or has no text of the licence`);
  }
  return { name, version, licence: license, text: readFileSync(join(root, folder, file), 'utf8') };
}
