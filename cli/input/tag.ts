// A tag as a person types it.
import { AppError } from '@suture/core/app-error.ts';
import { tag as shape } from '@suture/protocol/api/text.ts';

/** In small letters, as the server keeps it. */
export function readTag(text: string): string {
  const tag = shape.safeParse(text);
  if (tag.success) return tag.data;
  throw new AppError(
    'usage',
    `“${text}” cannot be a tag`,
    'A tag has letters, digits and . _ : / -, and begins with a letter or digit.',
  );
}
