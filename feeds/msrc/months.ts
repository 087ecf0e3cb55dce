// Reads MSRC's index of monthly documents.
import { dayOf, fieldsOf, listOf, textOf } from '../json/fields.ts';

export interface MonthsReading {
  readonly months: readonly { readonly id: string; readonly updated: string | undefined }[];
  readonly malformed: readonly { readonly record: string; readonly reason: string }[];
}

/** `2024-Oct`; some old months came in two parts, `2017-May-B`. */
const MONTH = /^\d{4}-[A-Z][a-z]{2}(?:-[A-Za-z0-9]{1,10})?$/;

/** Source: https://api.msrc.microsoft.com/cvrf/v3.0/swagger/v3/swagger.json (Updates). Throws when it is no such index. */
export function monthsOf(json: string): MonthsReading {
  const value = fieldsOf(JSON.parse(json))?.['value'];
  if (!Array.isArray(value)) throw new Error('not an MSRC index: it has no list of updates');
  const months = new Map<string, string | undefined>();
  const malformed: { record: string; reason: string }[] = [];
  for (const [index, item] of listOf(value).entries()) {
    const update = fieldsOf(item);
    const id = textOf(update?.['ID'], 40);
    if (id === undefined || !MONTH.test(id))
      malformed.push({ record: `value[${index}]`, reason: 'its ID is no month' });
    else months.set(id, dayOf(update?.['CurrentReleaseDate']));
  }
  return { months: [...months].map(([id, updated]) => ({ id, updated })), malformed };
}
