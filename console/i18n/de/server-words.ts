// German for what the server says, loaded with the language.
export { causes } from './causes.ts';
export { riskInGerman } from './risk-words.ts';
export { inGerman } from './sentences.ts';
