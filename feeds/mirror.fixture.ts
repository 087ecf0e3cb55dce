// Serves a directory of feed files as a mirror does: `<host>/<path>` of every production address.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { localFile } from './local.ts';
import { feeds } from './registry.ts';
import { resumable, serve, status, type TestServer } from './serve.fixture.ts';

/** Sums of what is served are the ETags, so that a file that changes in the directory is new to whoever asks. */
export async function serveMirror(directory: string): Promise<TestServer> {
  const known = new Map<string, string>();
  for (const file of feeds.flatMap((feed) => feed.files)) {
    const { host, pathname } = new URL(file.url);
    known.set(`/${host}${pathname}`, file.path);
  }
  const pathOf = (address: string): string | undefined => {
    const month = /^\/api\.msrc\.microsoft\.com\/cvrf\/v3\.0\/cvrf\/(.+)$/.exec(address)?.[1];
    return month === undefined ? known.get(address) : `msrc/${month}.xml.gz`;
  };
  return serve((request, response) => {
    void answer().then((reply) => reply(request, response));
    async function answer() {
      const path = pathOf(request.url ?? '');
      const found = path === undefined ? undefined : await localFile(directory, { path, url: '', maxBytes: 1e9 });
      if (found?.kind !== 'file') return status(404);
      const body = readFileSync(found.path);
      return resumable(body, `"${createHash('sha1').update(body).digest('hex')}"`);
    }
  });
}
