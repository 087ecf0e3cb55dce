// Tells apart what SQLite reports: that something is wrong with the disk or the file, not with what was to be written.

/** https://sqlite.org/rescode.html; the lower byte is the primary code. */
const CODES: ReadonlyMap<number, SqliteCode> = new Map([
  [5, 'busy'],
  [8, 'readonly'],
  [10, 'input-output'],
  [11, 'damaged'],
  [13, 'full'],
  [14, 'cannot-open'],
  [26, 'damaged'],
]);

export type SqliteCode = 'busy' | 'readonly' | 'input-output' | 'damaged' | 'full' | 'cannot-open';

/** Undefined for errors of another kind or from elsewhere. */
export function sqliteCode(error: unknown): SqliteCode | undefined {
  const { errcode } = (typeof error === 'object' && error !== null ? error : {}) as { readonly errcode?: unknown };
  return typeof errcode === 'number' ? CODES.get(errcode & 0xff) : undefined;
}
