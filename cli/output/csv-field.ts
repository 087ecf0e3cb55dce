// One field of CSV: RFC 4180, and safe to open in a spreadsheet.
import { printable } from './columns.ts';

/**
 * Text that begins as a formula would run in a spreadsheet, also where the sign is one of Asia's wide ones, and a line
 * break inside a field breaks those who read by line.
 */
export function csvField(value: string | number | boolean | null | undefined): string {
  if (typeof value !== 'string') return String(value ?? '');
  const text = printable(value);
  const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
