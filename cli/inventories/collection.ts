// Gathers packages and problems while an inventory file is read, and says at the end how whole the result is.
import type { Inventory, Package } from '@suture/core/packages/package.ts';

const maxPackages = 500_000;
const maxProblems = 20;

export interface Collection {
  /** Keeps a package once; `false` when there are too many and reading should stop. */
  add(found: Package): boolean;
  /** Something that could not be read: the first few are kept word for word, the rest counted. */
  problem(text: string): void;
  /** The inventory. `empty` says what was read, for the case that nothing was found: `the list of purls`. */
  finish(empty: string): Inventory;
}

export function collect(): Collection {
  const packages: Package[] = [];
  const seen = new Set<string>();
  const problems: string[] = [];
  let unsaid = 0;
  let full = false;
  const problem = (text: string): void => {
    if (problems.length < maxProblems) problems.push(text);
    else unsaid += 1;
  };
  return {
    add(found) {
      const key = JSON.stringify([found.purl, found.ecosystem, found.name, found.version, found.arch]);
      if (seen.has(key)) return true;
      if (packages.length >= maxPackages) {
        if (!full) problems.unshift(`more than ${maxPackages} packages: the rest was not read`);
        full = true;
        return false;
      }
      seen.add(key);
      packages.push(found);
      return true;
    },
    problem,
    finish(empty) {
      if (unsaid > 0) problems.push(`and ${unsaid} more like these`);
      if (packages.length === 0) {
        const reason = `${empty} names no package; an empty inventory is not a patched machine`;
        return { status: 'failed', packages: [], problems: [reason, ...problems] };
      }
      return problems.length > 0
        ? { status: 'partial', packages, problems }
        : { status: 'complete', packages, problems: [] };
    },
  };
}

export const failed = (reason: string): Inventory => ({ status: 'failed', packages: [], problems: [reason] });

/** Hostile text as it may be shown: quoted, its control characters escaped, cut short. */
export const quote = (text: string): string => {
  const shown = JSON.stringify(text.slice(0, 60)).replace(
    /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return text.length > 60 ? `${shown}…` : shown;
};
