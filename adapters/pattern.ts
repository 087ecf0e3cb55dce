// Matches names against the shell-like patterns that package managers take in locks and excludes.

/** Whether a shell-like pattern (`*`, `?`) matches all of the text; in time of their lengths' product at worst. */
export function matchesPattern(pattern: string, text: string): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let retry = 0;
  while (at < text.length) {
    if (from < pattern.length && pattern[from] === '*') {
      star = from;
      retry = at;
      from += 1;
    } else if (from < pattern.length && (pattern[from] === '?' || pattern[from] === text[at])) {
      at += 1;
      from += 1;
    } else if (star !== -1) {
      from = star + 1;
      retry += 1;
      at = retry;
    } else return false;
  }
  while (pattern[from] === '*') from += 1;
  return from === pattern.length;
}
