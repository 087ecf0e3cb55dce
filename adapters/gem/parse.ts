// Reads the names of gem specifications and what `gem list` prints.
import { rubygems } from '@suture/core/versions/rubygems.ts';

export interface Gem {
  readonly name: string;
  readonly version: string;
}

export const isName = (text: string): boolean => /^[A-Za-z0-9][\w.-]{0,200}$/.test(text);
const isVersion = (text: string): boolean => text.length <= 100 && rubygems.parse(text).ok;

/** `# stub: larder-sample 1.0.0 ruby lib`, the second line of a specification that gem wrote. */
export function parseSpecification(text: string): Gem | undefined {
  const [, name = '', version = ''] = /^# stub: (\S{1,200}) (\S{1,100}) \S/m.exec(text.slice(0, 4000)) ?? [];
  return isName(name) && isVersion(version) ? { name, version } : undefined;
}

/** Far more than are asked for; who is left out counts as not answered for. */
const mostListed = 20_000;

/** `larder-sample (1.2.0)`; `(1.2.0 ruby, 1.1.9 java)` where platforms differ. */
export function parseList(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n', mostListed)) {
    const [, name = '', version = ''] = /^(\S{1,200}) \(([\w.]{1,100})[\s,)]/.exec(line) ?? [];
    if (isName(name) && isVersion(version)) found.set(name, version);
  }
  return found;
}
