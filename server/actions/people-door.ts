// What the actions of people work with, and the shape in which they answer.
import type { PasswordCost } from '../access/passwords/password.ts';
import type { Store } from '../store/database.ts';

export interface PeopleDoor {
  readonly store: Store;
  readonly now: () => Date;
  /** Gives that many random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Default: `passwordCost`. */
  readonly passwordCost?: PasswordCost;
}

export type Refusal<Cause extends string> = { readonly ok: false; readonly cause: Cause; readonly why: string };
export type Done<T, Cause extends string> = { readonly ok: true; readonly value: T } | Refusal<Cause>;

export const refuse = <Cause extends string>(cause: Cause, why: string): Refusal<Cause> => ({ ok: false, cause, why });
