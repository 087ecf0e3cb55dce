// What an earlier download left on the disk: a finished file, or the beginning of one, and what the server said of it.
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { FetchRequest, Validators } from './fetch.ts';

export type Kept =
  | { readonly kind: 'nothing' }
  /** All of it, though perhaps no longer what the server has. */
  | { readonly kind: 'whole'; readonly validators: Validators }
  /** Its first bytes; `validator` tells whether the rest still belongs to them. */
  | { readonly kind: 'part'; readonly bytes: number; readonly validator: string; readonly validators: Validators };

type Said = Validators & { readonly url: string };

const NOTHING: Kept = { kind: 'nothing' };

/** Never throws: what cannot be read is as good as not there. */
export async function kept({ path, url, maxBytes }: FetchRequest): Promise<Kept> {
  try {
    const said = JSON.parse(await readFile(`${path}.json`, 'utf8')) as Partial<Record<keyof Said, unknown>>;
    if (said.url !== url) return NOTHING;
    const validators: Validators = { etag: text(said.etag), lastModified: text(said.lastModified) };
    if ((await sizeOf(path)) > 0) return { kind: 'whole', validators };
    const bytes = await sizeOf(`${path}.part`);
    const validator = strong(validators);
    if (validator === undefined || bytes === 0 || bytes >= maxBytes) return NOTHING;
    return { kind: 'part', bytes, validator, validators };
  } catch {
    return NOTHING;
  }
}

/** Notes what the server said of the file that is about to be written. Without a validator there is nothing to ask by later. */
export async function remember({ path, url }: FetchRequest, { etag, lastModified }: Validators): Promise<void> {
  if (etag === undefined && lastModified === undefined) return;
  await writeFile(`${path}.json`, JSON.stringify({ url, etag, lastModified }), { mode: 0o600 });
}

/** Removes whatever is kept for `path`. */
export async function forget(path: string): Promise<void> {
  for (const name of [`${path}.json`, path, `${path}.part`]) await rm(name, { force: true });
}

/** A weak ETag does not vouch for single bytes. https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5 */
function strong({ etag, lastModified }: Validators): string | undefined {
  return etag === undefined || etag.startsWith('W/') ? lastModified : etag;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? found.size : 0;
}
