// Languages: English is always there, another is loaded when it is chosen.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { fetched, renewed } from '../files.ts';
import type * as GermanWords from './de/server-words.ts';
import { en } from './en/index.ts';

/** Each by its own name, for whoever looks for it. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const KEPT = 'suture.language';

const isLanguage = (text: string | null | undefined): text is Language =>
  text !== null && text !== undefined && text in LANGUAGES;

/** The one chosen last, else the browser's, else English. */
function preferred(): Language {
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) return kept;
  return navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en';
}

export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  // Where no other language comes, there is English.
  await speak(preferred()).catch(() => renewed(Date.now()));
}

let german: typeof GermanWords | undefined;

/** Undefined until German has been spoken. */
export const germanWords = () => german;

async function speak(language: Language): Promise<void> {
  if (language === 'de' && !i18next.hasResourceBundle('de', 'translation')) {
    const [{ de }, words] = await fetched(() => Promise.all([import('./de/index.ts'), import('./de/server-words.ts')]));
    german = words;
    i18next.addResourceBundle('de', 'translation', de);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export async function choose(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  // Loaded anew it is asked for again.
  await speak(language).catch(() => renewed(Date.now()));
}

let later: Promise<void> | undefined;

/** Loads the English texts of `en/later.ts`, once. Other languages come whole. */
function laterTexts(): Promise<void> {
  later ??= import('./en/later.ts').then(
    (texts) => void i18next.addResourceBundle('en', 'translation', { ...texts }, true, false),
    (error: unknown) => {
      // The next who needs them tries again.
      later = undefined;
      throw error;
    },
  );
  return later;
}

/** What a module is, once the texts it needs are there as well. */
export const withTexts =
  <Module>(load: () => Promise<Module>) =>
  async (): Promise<Module> =>
    (await Promise.all([load(), laterTexts()]))[0];
