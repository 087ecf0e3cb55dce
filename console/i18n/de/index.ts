// German: held by its type to the keys of English.
import type { Texts } from '../en/index.ts';
import * as endpoint from './endpoint.ts';
import * as signIn from './sign-in.ts';
import * as lists from './lists.ts';
import { endpoints } from './endpoints.ts';
import { shell } from './shell.ts';

export const de: Texts = { ...shell, ...endpoint, ...signIn, ...lists, endpoints };
