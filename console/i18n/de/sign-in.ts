// Deutsche Texte des Anmeldens und des ersten Benutzers.
import type { Texts } from '../en/index.ts';
import type * as english from '../en/sign-in.ts';

export const signIn: Texts<typeof english.signIn> = {
  title: 'Bei Suture anmelden',
  email: 'E-Mail',
  password: 'Passwort',
  show: 'Passwort zeigen',
  code: 'Code',
  codeWhy: 'Sechs Ziffern aus der Authenticator-App oder ein Wiederherstellungscode',
  do: 'Anmelden',
  passkey: 'Mit Passkey anmelden',
  wait_one: '{{count}} Sekunde warten',
  wait_other: '{{count}} Sekunden warten',
};

export const firstUser: Texts<typeof english.firstUser> = {
  title: 'Ersten Benutzer anlegen',
  what: 'Dieser Link gilt einmal. Wer damit entsteht, verwaltet alles und kann die anderen einladen.',
  name: 'Name',
  password: 'Mindestens zwölf Zeichen; am besten ein paar zufällige Wörter',
  do: 'Anlegen und anmelden',
  noLink:
    'Den ganzen Link öffnen, den der Server beim Start ausgibt; npm start gibt einen neuen aus, solange es keinen Benutzer gibt.',
};

export const passkey: Texts<typeof english.passkey> = {
  noSupport: 'Dieser Browser hat keine Passkeys.',
  noName: 'Passkeys gelten für einen Namen, nicht für eine Adresse: diesen Server unter seinem Namen öffnen.',
  declined: 'Es wurde kein Passkey gegeben.',
};
