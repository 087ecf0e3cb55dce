// What a field of the query language is: its name, what it speaks of, and which values it takes.

/** What a query can be asked of: each is a list in the API, a page in the console and a command. */
export type Resource = 'endpoints' | 'packages' | 'findings';

/** What a field speaks of: the machine, a package on it, or a finding of such a package. */
export type About = 'endpoint' | 'package' | 'finding';

export type Field = {
  readonly name: string;
  /** Other names it answers to. */
  readonly aliases: readonly string[];
  readonly about: About;
  /** One line, for completion and the reference. */
  readonly help: string;
  readonly example: string;
  /** It may not be known or not be there: `none` (`unknown` for a yes or no) finds those. */
  readonly optional: boolean;
} & FieldKind;

export type FieldKind =
  /** Letters compare without case. `usual` values are offered, others are taken too. */
  | { readonly type: 'text'; readonly usual: readonly string[] }
  | { readonly type: 'tag' }
  /** `ordered`: from the lowest to the highest, so that `>=` makes sense; `unordered` values stand outside of that. */
  | { readonly type: 'enum'; readonly values: readonly string[]; readonly unordered: readonly string[] }
  /** As `enum`, without an order. */
  | { readonly type: 'choice'; readonly values: readonly string[] }
  | { readonly type: 'boolean' }
  /** A moment gone by; a duration counts back from now. */
  | { readonly type: 'past' }
  /** A moment to come (or missed); a duration counts forward from now. */
  | { readonly type: 'future' }
  /** `fraction`: 0.1 may be written 10%. */
  | { readonly type: 'number'; readonly least: number; readonly most: number; readonly fraction: boolean }
  /** Compared by the rules of whatever the version is of. */
  | { readonly type: 'version' };

export type Comparison = '<' | '<=' | '=' | '>=' | '>';

/** The comparisons a field takes after its colon; `=` is also what no comparison means. */
export function comparisonsOf(field: Field): readonly Comparison[] {
  switch (field.type) {
    case 'text':
    case 'tag':
    case 'boolean':
    case 'choice':
      return ['='];
    case 'enum':
    case 'past':
    case 'future':
    case 'number':
    case 'version':
      return ['<', '<=', '=', '>=', '>'];
  }
}

/** The word that finds where an optional field is not known or not there. */
export const missingWord = (field: Field): 'unknown' | 'none' => (field.type === 'boolean' ? 'unknown' : 'none');

/** Whether a difference stands so to nothing. */
export function compares(difference: number, comparison: Comparison): boolean {
  switch (comparison) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '=':
      return difference === 0;
    case '>=':
      return difference >= 0;
    case '>':
      return difference > 0;
  }
}
