// Deutsche Texte des Änderns überall, der Rollen und der Orte der Einstellungen.
import type { Texts } from '../en/index.ts';
import type * as english from '../en/acts.ts';

export const act: Texts<typeof english.act> = {
  actions: 'Aktionen',
  cancel: 'Abbrechen',
  save: 'Speichern',
  done: 'Fertig',
  copy: 'Kopieren',
  change: 'Ändern',
  remove: 'Entfernen',
  revoke: 'Widerrufen',
  endsAt: 'Endet',
  ends: 'Das endet',
  shownOnce: 'Es wird nicht noch einmal gezeigt.',
  typeName: 'Zur Bestätigung {{name}} eingeben',
  typeCount: 'Tippen Sie, um wie viele Endpunkte es geht: {{shown}}',
  failed: 'Das hat nicht geklappt.',
  old: 'Das braucht eine Anmeldung der letzten 15 Minuten.',
  signInAgain: 'Noch einmal anmelden',
  passwordOf: 'Passwort von {{email}}',
  missing: 'Das braucht die Berechtigung {{needs}}; Ihre Rolle, {{role}}, hat sie nicht.',
  leastRole: 'Wer Suture verwaltet, kann Ihnen die Rolle {{role}} geben, die sie hat.',
};

export const role: Texts<typeof english.role> = {
  viewer: 'Betrachter',
  operator: 'Bediener',
  approver: 'Freigeber',
  admin: 'Verwalter',
};

export const settings: Texts<typeof english.settings> = {
  place: {
    users: 'Benutzer',
    roles: 'Rollen',
    tokens: 'API-Tokens',
    enrolment: 'Aufnahme',
    operators: 'Schlüssel und Grenzen',
    organisation: 'Organisation',
    account: 'Mein Konto',
  },
  rolesWhat: 'Jede Rolle darf alles, was die vor ihr darf. Was hier nicht steht, darf niemand.',
  permission: 'Berechtigung',
  may: 'ja',
  mayNot: 'nein',
};
