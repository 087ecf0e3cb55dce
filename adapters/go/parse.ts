// Reads what `go list -m` says of the newest versions of modules.
import { go as scheme } from '@suture/core/versions/go.ts';

/** Far more than are asked for; who is left out counts as not answered for. */
const mostListed = 20_000;

/** `golang.org/x/tools\tv0.52.0`; nothing stands behind the tab where the proxy gave no answer. */
export function parseLatest(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n', mostListed)) {
    const [path = '', version = '', ...more] = line.split('\t');
    if (path.length <= 300 && /^[A-Za-z0-9]/.test(path) && scheme.parse(version).ok && more.length === 0)
      found.set(path, version);
  }
  return found;
}
