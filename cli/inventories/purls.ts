// Reads an inventory that is a list of package URLs, one a line.
import type { Inventory, OperatingSystem } from '@suture/core/packages/package.ts';
import { readPurl } from '@suture/core/packages/read-purl.ts';
import { collect, quote } from './collection.ts';
import { linesOf } from './lines.ts';

/**
 * `#` begins a comment line; empty lines are nothing. `os` gives the release to distribution packages whose purl names
 * none. Purls of a type that no feed covers are packages without ecosystem.
 */
export function readPurls(text: string, os?: OperatingSystem): Inventory {
  const found = collect();
  for (const [number, written] of linesOf(text)) {
    const line = written.trim();
    if (line === '' || line.startsWith('#')) continue;
    const reading = readPurl(line, { os });
    if (!reading.ok) found.problem(`line ${number}: ${quote(line)} ${reading.reason}`);
    else if (!found.add(reading.package)) break;
  }
  return found.finish('the list of purls');
}
