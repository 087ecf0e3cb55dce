// English: every text there is; other languages have the same keys.
import * as account from './account.ts';
import { audit } from './audit.ts';
import { cve } from './cve.ts';
import * as deployments from './deployments.ts';
import * as endpoint from './endpoint.ts';
import * as signIn from './sign-in.ts';
import * as lists from './lists.ts';
import * as plan from './plan.ts';
import * as work from './work.ts';
import * as settings from './settings.ts';
import { endpoints } from './endpoints.ts';
import { shell } from './shell.ts';

export const en = {
  ...shell,
  ...endpoint,
  ...signIn,
  ...lists,
  ...work,
  ...settings,
  ...account,
  ...deployments,
  ...plan,
  audit,
  cve,
  endpoints,
};

/** The shape of a language: the same keys, other words. */
export type Texts<T = typeof en> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
