// A word as a POSIX shell takes it literally.
export const shellQuoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;
