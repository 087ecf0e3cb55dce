// Reads what Chocolatey writes with --limit-output: fields between bars, a package a line.

const isName = (text: string): boolean => /^[A-Za-z0-9][\w.+-]{0,200}$/.test(text);
const isVersion = (text: string): boolean => /^\d[\w.+-]{0,100}$/.test(text);

export interface Listed<T> {
  readonly items: readonly T[];
  readonly unread: number;
}

export interface Installed {
  readonly name: string;
  readonly version: string;
}

export interface Outdated extends Installed {
  readonly available: string;
  readonly isPinned: boolean;
}

/** `git|2.47.1`. */
export const parseInstalled = (text: string): Listed<Installed> =>
  lines(text, ([name = '', version = '', ...more]) =>
    isName(name) && isVersion(version) && more.length === 0 ? { name, version } : undefined,
  );

/** `git|2.47.1|2.48.0|false`: installed, available, pinned. What its server no longer has comes back as it is installed. */
export const parseOutdated = (text: string): Listed<Outdated> =>
  lines(text, ([name = '', version = '', available = '', pinned = '', ...more]) =>
    isName(name) && isVersion(version) && isVersion(available) && /^(?:true|false)$/i.test(pinned) && more.length === 0
      ? { name, version, available, isPinned: pinned.toLowerCase() === 'true' }
      : undefined,
  );

const mostLines = 20_000;

function lines<T>(text: string, read: (fields: readonly string[]) => T | undefined): Listed<T> {
  const items: T[] = [];
  let unread = 0;
  const all = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  for (const line of all.slice(0, mostLines)) {
    const item = line.length > 1_000 ? undefined : read(line.trim().split('|'));
    if (item === undefined) unread += 1;
    else items.push(item);
  }
  return { items, unread: unread + Math.max(all.length - mostLines, 0) };
}
