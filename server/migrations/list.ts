// Every migration in the order it is applied; only ever add a line at the end.
import type { Migration } from './runner.ts';

export const migrations: readonly Migration[] = [];
