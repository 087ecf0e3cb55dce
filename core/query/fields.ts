// Every field of the query language. Adding one to its list adds it to the grammar, to completion and to the reference.
import { endpointFields } from './endpoint-fields.ts';
import type { Field, Resource } from './field.ts';
import { findingFields } from './finding-fields.ts';
import { packageFields } from './package-fields.ts';

export const FIELDS = [...endpointFields, ...packageFields, ...findingFields] as const;

/** A closed union: whoever compiles queries has to say something to each. */
export type FieldName = (typeof FIELDS)[number]['name'];

/** A field with its name known to be one of ours. */
export type KnownField = Field & { readonly name: FieldName };

/** What a bare word, and the key `name`, is matched with. */
const WORD_FIELD: Readonly<Record<Resource, FieldName>> = {
  endpoints: 'endpoint',
  packages: 'package',
  findings: 'finding',
};

const byKey: ReadonlyMap<string, KnownField> = new Map(
  FIELDS.flatMap((field: KnownField) => [field.name, ...field.aliases].map((key) => [key, field] as const)),
);

/** The field that a key names, in any case; undefined where there is none. */
export function findField(key: string, resource: Resource): KnownField | undefined {
  const folded = key.toLowerCase();
  return byKey.get(folded === 'name' ? WORD_FIELD[resource] : folded);
}

export const isWordField = (field: FieldName, resource: Resource): boolean => WORD_FIELD[resource] === field;

export const wordField = (resource: Resource): FieldName => WORD_FIELD[resource];

/** Every key there is, aliases too. */
export const allKeys: readonly string[] = [...byKey.keys(), 'name'];

/** The field of that name. */
export function fieldOf(name: FieldName): KnownField {
  const field = byKey.get(name);
  if (field === undefined) throw new Error(`no field ${name}`);
  return field;
}
