// What is wrong with what a person wrote, and what to do about it.

export interface Problem {
  /** The member it is in: `recurrence`, `zone`. */
  readonly field: string;
  readonly problem: string;
  /** A sentence that says what to write instead. */
  readonly remedy: string;
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export const refuse = (field: string, problem: string, remedy: string): Checked<never> => ({
  ok: false,
  problems: [{ field, problem, remedy }],
});
