// German: held by its type to the keys of English.
import type { Texts } from '../en/index.ts';
import { endpoints } from './endpoints.ts';
import { shell } from './shell.ts';

export const de: Texts = { ...shell, endpoints };
