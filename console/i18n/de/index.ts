// German: held by its type to the keys of English.
import type { Texts } from '../en/index.ts';
import * as account from './account.ts';
import * as acts from './acts.ts';
import { audit } from './audit.ts';
import { catalog } from './catalog.ts';
import { cve } from './cve.ts';
import * as deployments from './deployments.ts';
import * as endpoint from './endpoint.ts';
import { firmware } from './firmware.ts';
import * as signIn from './sign-in.ts';
import * as lists from './lists.ts';
import { exceptions } from './exceptions.ts';
import * as operators from './operators.ts';
import * as plan from './plan.ts';
import * as reports from './reports.ts';
import { policies } from './policies.ts';
import * as work from './work.ts';
import * as settings from './settings.ts';
import { endpoints } from './endpoints.ts';
import { shell } from './shell.ts';

export const de: Texts = {
  ...shell,
  ...endpoint,
  ...signIn,
  ...lists,
  ...work,
  ...settings,
  ...account,
  ...acts,
  ...deployments,
  ...plan,
  ...operators,
  exceptions,
  ...reports,
  audit,
  policies,
  catalog,
  cve,
  firmware,
  endpoints,
};
