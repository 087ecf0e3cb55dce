// A file that is written to line by line and never takes more than twice its limit: it and the one before it.
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface BoundedFile {
  write(text: string): void;
  close(): void;
}

/** Written at once, so that the last words before a crash are there. A disk that is full costs lines and nothing else. */
export function boundedFile(path: string, limitBytes = 5_000_000): BoundedFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let file = openSync(path, 'a', 0o600);
  let size = fstatSync(file).size;
  const rotate = (): void => {
    closeSync(file);
    renameSync(path, `${path}.1`);
    file = openSync(path, 'a', 0o600);
    size = 0;
  };
  return {
    write(text) {
      try {
        const bytes = Buffer.byteLength(text);
        if (size > 0 && size + bytes > limitBytes) rotate();
        writeSync(file, text);
        size += bytes;
      } catch {
        // Nothing can be said where this is what says things.
      }
    },
    close: () => closeSync(file),
  };
}
