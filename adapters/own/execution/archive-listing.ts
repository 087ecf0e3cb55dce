// Reads what tar lists of an archive, and says why it is not unpacked: names and links that lead out of it, devices, special rights, bombs.
// Source: tar(1), GNU tar's manual on --list --verbose; a name's control characters are escaped there.

/** Of all files of an archive together, unpacked. */
const mostBytes = 8 * 1024 ** 3;
const mostEntries = 200_000;

export type Listing =
  | { readonly ok: true; readonly bytes: number }
  /** Goes on from `the archive of notes`. */
  | { readonly ok: false; readonly why: string };

/** Type and mode, owner, size, day, time, name. Devices have two numbers for a size, and are refused before it matters. */
const line =
  /^([a-zA-Z-])([rwxsStT-]{9})[.+]? +\d+\/\d+ +(\d{1,15}|\d+,\d+) \d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d(?:\.\d+)?)? (.+)$/;
const kinds: Readonly<Record<string, string>> = { b: 'a device', c: 'a device', p: 'a pipe', s: 'a socket' };

/** `strip`: how many parts of each name are left out, at most. */
export function readListing(text: string, strip: number): Listing {
  const lines = text.split('\n').filter((each) => each !== '');
  const no = (why: string): Listing => ({ ok: false, why });
  if (lines.length === 0) return no('is empty');
  if (lines.length > mostEntries) return no(`has more than ${mostEntries} entries`);
  let bytes = 0;
  const links = new Set<string>();
  const known = new Set<string>();
  const names: (readonly string[])[] = [];
  for (const each of lines) {
    const [, type = '', mode = '', size = '', rest = ''] = line.exec(each) ?? [];
    if (type === '') return no(`is listed in a way that cannot be read: ${shown(each)}`);
    if (type !== '-' && type !== 'd' && type !== 'l' && type !== 'h')
      return no(`has ${kinds[type] ?? 'something that is no file'}: ${shown(rest)}`);
    if (/[sS]/.test(mode)) return no(`has a file that would run as another user: ${shown(rest)}`);
    const divider = type === 'l' ? ' -> ' : type === 'h' ? ' link to ' : undefined;
    const [name = '', target, another] = divider === undefined ? [rest] : rest.split(divider);
    if (another !== undefined || (divider !== undefined && target === undefined))
      return no(`has a link that cannot be read: ${shown(rest)}`);
    if (climbs(name)) return no(`has a name that leads out of it: ${shown(name)}`);
    if (target !== undefined && (type === 'h' ? climbs(target) : leadsOut(name, target, strip)))
      return no(`has a link that leads out of it: ${shown(rest)}`);
    // A hard link's target is cut off where it climbs, and another file of that name would be linked to.
    if (type === 'h' && !known.has(partsOf(target ?? '').join('/')))
      return no(`has a link to what is not in it: ${shown(rest)}`);
    const parts = partsOf(name);
    names.push(parts);
    known.add(parts.join('/'));
    if (type === 'l') links.add(parts.join('/'));
    bytes += Number(size);
    if (bytes > mostBytes) return no(`has more than ${mostBytes / 1024 ** 3} GiB unpacked`);
  }
  const through =
    links.size === 0
      ? undefined
      : names.find((parts) => parts.some((_, at) => at > 0 && links.has(parts.slice(0, at).join('/'))));
  if (through !== undefined) return no(`has a name that goes through a link of its own: ${shown(through.join('/'))}`);
  return { ok: true, bytes };
}

const partsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '' && part !== '.');
const climbs = (path: string): boolean => path.startsWith('/') || partsOf(path).includes('..');

/** Up only at its beginning, where all above it are folders: further on it could go up from where another link leads. */
function leadsOut(name: string, target: string, strip: number): boolean {
  const to = partsOf(target);
  const down = to.findIndex((part) => part !== '..');
  const ups = down === -1 ? to.length : down;
  const depth = partsOf(name).length - 1;
  return target.startsWith('/') || to.indexOf('..', ups) !== -1 || depth - ups < Math.min(strip, depth);
}

const shown = (text: string): string => text.slice(0, 120);
