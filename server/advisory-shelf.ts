// The advisory database as requests ask it: the file as it is now, opened again when another takes its place.
import { statSync } from 'node:fs';
import { openDatabase, type AdvisoryDatabase, type FeedState } from '@suture/feeds/database/database.ts';

export interface AdvisoryShelf {
  /** Undefined while there is no database that can be used. */
  database(): AdvisoryDatabase | undefined;
  readonly isHeardOf: (vulnerability: string) => boolean;
  /** The feeds in use; none without a database. */
  readonly feeds: () => readonly FeedState[];
  close(): void;
}

/** Looks at the file each time, so that no answer is of other advisories than findings in the database by then. */
export function advisoryShelf(path: string): AdvisoryShelf {
  let open: { readonly mark: string; readonly database: AdvisoryDatabase | undefined } | undefined;
  /** What a request that is under way may still ask. */
  let former: AdvisoryDatabase | undefined;
  const database = (): AdvisoryDatabase | undefined => {
    const mark = fileMark(path);
    if (mark === open?.mark) return open?.database;
    former?.close();
    former = open?.database;
    const opened = mark === '' ? undefined : openDatabase(path);
    open = { mark, database: opened?.kind === 'open' ? opened.database : undefined };
    return open.database;
  };
  return {
    database,
    isHeardOf: (vulnerability) => database()?.knows(vulnerability) ?? false,
    feeds: () => database()?.feeds() ?? [],
    close: () => {
      former?.close();
      open?.database?.close();
    },
  };
}

/** Another text for another file; empty where there is none. An update renames a new file into place. */
export function fileMark(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeMs}`;
}
