// Deutsche Texte des eigenen Kontos und der Einladung.
import type { Texts } from '../en/index.ts';
import type * as english from '../en/account.ts';

export const account: Texts<typeof english.account> = {
  as: '{{role}} in',
  reaches: 'Endpunkte: {{scope}}',
  nameBy: 'Namen und Rolle kann unter Benutzer ändern, wer Suture verwaltet.',
  current: 'Jetziges Passwort',
  new: 'Neues Passwort',
  change: 'Passwort ändern',
  changed: 'Das Passwort ist geändert; andere Sitzungen sind beendet.',
  authenticator: 'Authenticator-App',
  codesOn_one: 'Bei jeder Anmeldung wird ein Code verlangt; {{count}} Wiederherstellungscode ist übrig.',
  codesOn_other: 'Bei jeder Anmeldung wird ein Code verlangt; {{count}} Wiederherstellungscodes sind übrig.',
  codesOff: 'Es wird kein Code verlangt: Wer das Passwort hat, kommt hinein.',
  codesSetUp: 'Authenticator einrichten',
  codesConfirm: 'Ab jetzt Codes verlangen',
  codesRemove: 'Authenticator abnehmen',
  codesRemoveWhat: 'Es wird kein Code mehr verlangt, und die Wiederherstellungscodes gelten nicht mehr.',
  scan: 'Dies mit einer Authenticator-App scannen oder das Geheimnis eintippen; dann den Code angeben, den sie zeigt.',
  qr: 'QR-Code für eine Authenticator-App; das Geheimnis darunter sagt dasselbe',
  secret: 'Geheimnis',
  firstCode: 'Code der App',
  recovery: 'Wiederherstellungscodes',
  recoveryWhat: 'Jeder gilt einmal anstelle eines Codes. Dort aufbewahren, wo die App nicht ist.',
  recoveryKept: 'Ich habe sie aufbewahrt',
  passkeys: 'Passkeys',
  noPasskey: 'Keiner. Ein Passkey meldet mit Fingerabdruck, Gesicht oder Schlüssel an statt mit dem Passwort.',
  passkeyLabel: 'Name des neuen Passkeys',
  addPasskey: 'Passkey hinzufügen',
  removePasskey: 'Den Passkey {{label}} entfernen',
  removePasskeyWhat: 'Damit kann sich niemand mehr anmelden. Ihr Gerät bietet ihn vielleicht noch an.',
  used: 'zuletzt benutzt',
  sessions: 'Wo Sie angemeldet sind',
  here: 'hier',
  since: 'seit',
  until: 'endet',
  endSession: 'Die Sitzung von {{address}} abmelden',
};

export const invitation: Texts<typeof english.invitation> = {
  title: 'Bei Suture mitmachen',
  what: 'Sie sind eingeladen. Ein Passwort wählen, dann mit ihm und der E-Mail-Adresse anmelden.',
  password: 'Mindestens zwölf Zeichen. Wer auf diesem Server schon ein Konto hat: dessen Passwort.',
  do: 'Mitmachen',
  noLink: 'Den ganzen Link öffnen, den Sie bekommen haben; er gilt einmal.',
};
