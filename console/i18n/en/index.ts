// English: the texts of the first pages, those of `later.ts` are loaded with what needs them; other languages have the same keys.
import * as acts from './acts.ts';
import * as endpoint from './endpoint.ts';
import * as signIn from './sign-in.ts';
import type * as later from './later.ts';
import * as lists from './lists.ts';
import * as work from './work.ts';
import { endpoints } from './endpoints.ts';
import { shell } from './shell.ts';

export const en = {
  ...shell,
  ...endpoint,
  ...signIn,
  ...lists,
  ...work,
  ...acts,
  endpoints,
};

/** The shape of a language: the same keys, other words. */
export type Texts<T = typeof en & typeof later> = {
  readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]>;
};
