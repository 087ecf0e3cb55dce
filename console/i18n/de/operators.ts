// German texts of operators' keys, of limits and of the organisation.
import type { Texts } from '../en/index.ts';

export const operators: Texts['operators'] = {
  what: 'Endpunkte führen nur aus, was Schlüssel auf ihnen unterschrieben haben; der Server kennt nur die öffentlichen Hälften. Ein hier bekannter Schlüssel gilt auf einem Endpunkt erst, wenn ihn jemand auch dort hinterlegt hat.',
  label: 'Schlüssel',
  counts: 'gültig',
  fingerprint: 'Fingerabdruck (SHA-256)',
  added: 'Hinzugefügt',
  by: 'Von',
  none: 'Kein Schlüssel ist bekannt. Ohne einen lässt sich kein Plan unterschreiben: suture keys new macht einen, dort, wo die Person ist.',
  new: 'Schlüssel hinzufügen',
  newWhat:
    'Er entsteht dort, wo die Person ist, mit: suture keys new NAME. Das gibt die öffentliche Hälfte aus; die private verlässt jene Maschine nie.',
  add: 'Hinzufügen',
  publicKey: 'Öffentliche Hälfte',
  publicKeyHint: 'Ed25519, wie suture keys new sie ausgibt, oder eine PEM-Datei',
  revokeWhich: 'Schlüssel {{label}} widerrufen',
  revokeWhat:
    'Er unterschreibt nichts mehr, und was er unterschrieben hat, gilt auch nicht mehr: Pläne, die ihn brauchen, warten auf andere Unterschriften. Das lässt sich nicht zurücknehmen.',
};

export const limits: Texts['limits'] = {
  title: 'Grenzen',
  inFlight_one: '{{shown}} Endpunkt ist jetzt unterwegs.',
  inFlight_other: '{{shown}} Endpunkte sind jetzt unterwegs.',
  field: {
    mostInFlight: 'Endpunkte gleichzeitig unterwegs, insgesamt',
    mostInGroup: 'Aus einer Störungsgruppe',
    signaturesNeeded: 'Personen, die einen Plan unterschreiben müssen',
  },
  hint: {
    mostInFlight: 'Über alle Verteilungen',
    mostInGroup: 'Maschinen mit derselben Markierung group:NAME',
    signaturesNeeded: '1 bis 16',
  },
  save: 'Grenzen sichern',
};

export const organisation: Texts['organisation'] = {
  name: 'Name',
  rename: 'Umbenennen',
  checkpoint: 'Prüfpunkt des Protokolls',
  checkpointWhat:
    'Unterschreibt, wie weit das Protokoll der Änderungen gekommen ist. Dort verwahrt, wo niemand hinkommt, der in die Datenbank schreibt, zeigt er später, ob das Frühere noch das Geschriebene ist.',
  take: 'Prüfpunkt nehmen',
  taken: 'Er ist unterschrieben.',
  save: 'Sichern',
};
