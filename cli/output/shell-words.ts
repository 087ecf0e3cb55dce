// Words as a person pastes them into a shell: quoted where a shell would read more into them than the text.

const PLAIN = /^[\w@%+=:,./-]+$/;

/** One line; what is not plain stands in single quotes, which POSIX shells take literally. */
export const shellWords = (words: readonly string[]): string =>
  words.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)).join(' ');
