// What an upgrade wrote, as the layer above the live root has it: whatever installed it.
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';

export interface Written {
  /** Programs and libraries, by their paths in the root. */
  readonly code: readonly string[];
  /** Configuration beside the one that is in force: `/etc/x.rpmnew`. */
  readonly aside: readonly string[];
}

const program = /^\/(?:usr\/)?(?:local\/)?(?:s?bin\/[^/]+|lib(?:64|x?32)?\/(?:[^/]+\/)?[^/]+\.so[.\d]*)$/;
const beside = /^\/etc\/.{1,400}\.(?:rpmnew|rpmsave|rpmorig|pacnew|pacsave|dpkg-dist|dpkg-old|ucf-dist|ucf-old)$/;
const mostEntries = 500_000;
const mostCode = 1_500;
const mostAside = 200;

export async function writtenIn(layers: readonly { readonly upper: string; readonly at: string }[]): Promise<Written> {
  const code: string[] = [];
  const aside: string[] = [];
  let left = mostEntries;
  const walk = async (folder: string, at: string): Promise<void> => {
    for await (const entry of await opendir(folder)) {
      if (left-- <= 0) return;
      const path = join(at, entry.name);
      if (entry.isDirectory()) await walk(join(folder, entry.name), path);
      // A library's other name is a link to it.
      else if (!entry.isFile()) continue;
      else if (program.test(path) && code.length < mostCode) code.push(path);
      else if (beside.test(path) && aside.length < mostAside) aside.push(path);
    }
  };
  for (const { upper, at } of layers) await walk(upper, at);
  return { code: code.sort(), aside: aside.sort() };
}
