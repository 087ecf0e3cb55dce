// Reads which paths are configured, and what the walk below them found.

export interface Entry {
  readonly isFolder: boolean;
  readonly bytes: number;
  readonly path: string;
}

const mostPaths = 50;
const isPlainPath = (path: string): boolean =>
  path.length <= 1000 && /^(?:\/[\w@.+~-]+)+$/.test(path) && !/\/\.\.?(?:\/|$)/.test(path);
/** Nothing in them is an application, and some of it acts on being read. */
const neverBelow = /^\/(?:proc|sys|dev|run)(?:\/|$)/;

export interface Paths {
  readonly paths: readonly string[];
  /** Lines that are no path to look below. */
  readonly unread: number;
}

/** One absolute path a line; `#` begins a remark. */
export function parsePaths(text: string): Paths {
  const lines = text
    .split('\n')
    .map((line) =>
      line
        .replace(/#.*$/, '')
        .trim()
        .replace(/(?<=.)\/+$/, ''),
    )
    .filter((line) => line !== '');
  const good = [...new Set(lines.filter((line) => isPlainPath(line) && !neverBelow.test(line)))];
  const paths = good.filter((path) => !good.some((other) => other !== path && path.startsWith(`${other}/`)));
  return {
    paths: paths.slice(0, mostPaths),
    unread: lines.length - lines.filter((line) => good.includes(line)).length + Math.max(0, paths.length - mostPaths),
  };
}

/** `f 1234 /srv/app/package-lock.json`, `d 4096 /srv/app/node_modules`; names with line ends are no such line and left out. */
export function parseEntries(text: string, below: string): readonly Entry[] {
  return text.split('\n').flatMap((line): readonly Entry[] => {
    const [, kind, bytes, path = ''] = /^([fd]) (\d{1,15}) (\/[^\p{Cc}\uFFFD]{1,2000})$/u.exec(line) ?? [];
    if (!path.startsWith(`${below}/`) || path.split('/').includes('..')) return [];
    return [{ isFolder: kind === 'd', bytes: Number(bytes), path }];
  });
}

export const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
