// The one error for what the environment or a person's input did wrong: a closed code, a message, and what to do about it.

export type AppErrorCode =
  | 'usage'
  | 'input'
  | 'database'
  | 'network'
  | 'environment'
  /** Nobody is signed in, or not any more. */
  | 'authentication'
  /** Whoever is signed in may not do this. */
  | 'permission';

export class AppError extends Error {
  readonly code: AppErrorCode;
  /** What the person can do now; a sentence. */
  readonly remedy: string | undefined;

  constructor(code: AppErrorCode, message: string, remedy?: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'AppError';
    this.code = code;
    this.remedy = remedy;
  }
}
