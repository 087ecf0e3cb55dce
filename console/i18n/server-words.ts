// What the server says in English, in the language of who reads it where it is known here.
import { useTranslation } from 'react-i18next';
import { germanWords } from './i18n.ts';

export interface ServerWords {
  /** Of a cause of failure: what it means and what to do. */
  readonly cause: (failure: { readonly cause: string; readonly says: string; readonly remedy: string }) => {
    readonly says: string;
    readonly remedy: string;
  };
  readonly sentence: (text: string) => string;
  /** Of why a deadline is what it is. */
  readonly risk: (text: string) => string;
}

const asSaid: ServerWords = { cause: (failure) => failure, sentence: (text) => text, risk: (text) => text };

export function useServerWords(): ServerWords {
  const { i18n } = useTranslation();
  const words = i18n.language === 'de' ? germanWords() : undefined;
  if (words === undefined) return asSaid;
  return {
    cause: ({ cause, says, remedy }) => {
      const known = Object.hasOwn(words.causes, cause) ? words.causes[cause] : undefined;
      return known === undefined ? { says, remedy } : { says: known[0], remedy: known[1] };
    },
    sentence: words.inGerman,
    risk: words.riskInGerman,
  };
}
