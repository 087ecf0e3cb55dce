// Why the embedded PostgreSQL cannot be used, in words a person can act on.

export type RefusalCause =
  | 'unsupported-platform'
  | 'no-binaries'
  | 'no-account'
  | 'other-major-version'
  | 'foreign-directory'
  | 'wrong-owner'
  | 'not-enterable'
  | 'not-writable'
  | 'disk-full'
  | 'in-use'
  | 'did-not-start';

/** Nothing was changed that a person would have to put back. Reason and remedy are sentences without secrets. */
export interface Refusal {
  readonly kind: 'refused';
  readonly cause: RefusalCause;
  readonly reason: string;
  readonly remedy: string;
}

/** Carries a refusal out of the depths of a start; `startEmbedded` catches it, so nobody else ever sees one. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(cause: RefusalCause, reason: string, remedy: string, because?: unknown) {
    super(reason, { cause: because });
    this.name = 'Refused';
    this.refusal = { kind: 'refused', cause, reason, remedy };
  }
}

export const useAnotherDatabase = 'Or set DATABASE_URL to a PostgreSQL 15 or later.';

/** What a failed file operation on `path` means; rethrows what a person cannot do anything about. */
export function refusedByFileSystem(error: unknown, path: string): Refused {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(path, error);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return notWritable(path, error);
    case 'ENOTDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG':
      return new Refused('not-writable', `${path} cannot be a directory`, 'Choose another directory.', error);
    default:
      throw error;
  }
}

/** What PostgreSQL's own last words mean; `said` is its output. */
export function refusedByPostgres(said: string, directory: string): Refused {
  if (/No space left on device|Disk quota exceeded|Check free disk space/.test(said)) return diskFull(directory);
  if (/Permission denied|Read-only file system/.test(said)) return notWritable(directory);
  const lines = said.trim().split('\n');
  // What follows the first is what came of it.
  const first = lines.find((line) => /\b(FATAL|PANIC|error):/.test(line)) ?? lines.at(-1) ?? '';
  const why = first.replace(/^.*?\b(FATAL|PANIC|error):\s*/, '');
  return new Refused(
    'did-not-start',
    `PostgreSQL in ${directory} did not start: ${why.slice(0, 500) || 'it said nothing'}`,
    `Its log is in ${directory}/postgres.log. ${useAnotherDatabase}`,
  );
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function diskFull(path: string, error?: unknown): Refused {
  return new Refused(
    'disk-full',
    `the disk that holds ${path} is full`,
    'Free some space (an empty database takes 40 MB) and start again; nothing is lost.',
    error,
  );
}

export function notWritable(path: string, error?: unknown): Refused {
  return new Refused(
    'not-writable',
    `${path} cannot be written by the account that Suture runs as`,
    `Give it to that account, or choose another directory. ${useAnotherDatabase}`,
    error,
  );
}
