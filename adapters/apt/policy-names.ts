// What Debian policy allows as a package name, version and architecture: nothing else ever reaches a command line.
// Source: https://www.debian.org/doc/debian-policy/ch-controlfields.html (§5.6.1, §5.6.7, §5.6.12).

const name = /^[a-z0-9][a-z0-9+.-]{1,199}$/;
const version = /^(?:[0-9]{1,9}:)?[A-Za-z0-9][A-Za-z0-9.+~:-]{0,199}$/;
const architecture = /^[a-z0-9][a-z0-9-]{0,39}$/;

export const isPackageName = (text: string): boolean => name.test(text);
export const isVersion = (text: string): boolean => version.test(text);
export const isArchitecture = (text: string): boolean => architecture.test(text);

/** Text from a file nobody vouches for, fit to show: at most 60 characters, quoted, only printable ASCII. */
export const quoted = (text: string): string => {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `"${shown.replace(/[^\x20-\x7e…]/g, '?')}"`;
};
