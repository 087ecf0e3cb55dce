// The dotnet adapter runs nothing: what is installed is read from folders, and no command says what is newer.
import type { ReadOnlyCommand } from '../adapter.ts';

export const readOnlyCommands: readonly ReadOnlyCommand[] = [];
