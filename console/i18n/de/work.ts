// Deutsche Texte dessen, womit man in Listen und an einem Endpunkt arbeitet: Vorschläge, Eingrenzungen, Auswahl, Änderungen.
import type { Texts } from '../en/index.ts';
import type * as english from '../en/work.ts';

export const grid: Texts<typeof english.grid> = {
  inPages: 'Auf Seiten zeigen',
  scroll: 'Als eine Liste zeigen',
  page: 'Seite {{page}} von {{pages}}',
  pageBefore: 'Zurück',
  pageAfter: 'Weiter',
  unfold: 'Einzelheiten',
  unfoldRow: 'Einzelheiten zu {{name}}',
};

export const suggest: Texts<typeof english.suggest> = {
  label: 'Vorschläge',
  recent: 'früher gefragt',
  meant: 'wohl gemeint',
  example: {
    endpoints: 'os:debian tag:web seen:<24h',
    packages: 'source:openssl update:held',
    findings: 'exploited:yes fix:available -tag:lab',
  },
};

export const facet: Texts<typeof english.facet> = {
  label: 'Eingrenzen',
  clear: 'Abfrage leeren',
  none: 'Keine Werte',
  urgent: { overdue: 'Überfällig', exploited: 'Mit Ausgenutztem', restart: 'Wartet auf Neustart' },
  os: 'System',
  enrolment: 'Zustand',
  inventory: 'Inventar',
  exposure: 'Erreichbarkeit',
  tag: 'Tag',
  severity: 'Schwere',
  exploited: 'Ausgenutzt',
  state: 'Hersteller sagt',
  source: 'Quellpaket',
  security: 'Sicherheit',
  update: 'Update',
};

export const bulk: Texts<typeof english.bulk> = {
  label: 'Die ausgewählten Endpunkte ändern',
  leftOut_one: '{{count}} ausgelassen',
  leftOut_other: '{{count}} ausgelassen',
  all: 'Alle auswählen, die die Abfrage findet',
  tags: 'Tags',
  criticality: 'Wichtigkeit',
  exposure: 'Erreichbarkeit',
  approve: 'Zulassen',
  add: 'Anbringen',
  remove: 'Abnehmen',
  approveWhat: 'Wartende Maschinen werden zugelassen. Andere bleiben, wie sie sind, und werden unten genannt.',
  frozen_one: 'Genau {{count}} Endpunkt, wie jetzt ausgewählt; was später dazukommt, ist nicht gemeint.',
  frozen_other: 'Genau {{count}} Endpunkte, wie jetzt ausgewählt; was später dazukommt, ist nicht gemeint.',
  do_one: '{{count}} Endpunkt ändern',
  do_other: '{{count}} Endpunkte ändern',
  progress: 'Wie weit es ist',
  of: '{{done}} von {{total}}',
  changed_one: '{{count}} geändert',
  changed_other: '{{count}} geändert',
  unchanged_one: '{{count}} war schon so',
  unchanged_other: '{{count}} waren schon so',
  undone: 'Zurückgenommen: jeder ist, wie er war.',
  excluded_one: '{{count}} ausgelassen',
  excluded_other: '{{count}} ausgelassen',
};

export const peek: Texts<typeof english.peek> = {
  close: 'Schließen',
  open: 'Den Endpunkt öffnen',
  fixes_one: '{{count}} Behebung einzuspielen',
  fixes_other: '{{count}} Behebungen einzuspielen',
  closes_one: 'schließt {{count}}',
  closes_other: 'schließt {{count}}',
};

export const worst: Texts<typeof english.worst> = {
  revoked: 'Von einem Menschen ausgesperrt',
  quarantined: 'In Quarantäne',
  pending: 'Wartet auf Zulassung',
  exploited: '{{source}} wird ausgenutzt',
  failed: 'Sein Inventar ist misslungen: nichts ist sicher.',
  nothing: 'Er hat noch nichts gemeldet.',
  partial: 'Sein Inventar ist unvollständig.',
  silent: 'Er schweigt seit Tagen.',
  restart: 'Er braucht einen Neustart.',
  fine: 'Nichts zu tun.',
};

export const todo: Texts<typeof english.todo> = {
  none: 'Gegen bekannte Schwachstellen ist nichts einzuspielen.',
  noneKnown: 'Keine Behebung ist bekannt, die ihm fehlt; sein Inventar ist unvollständig, es kann also welche geben.',
  deploy: 'Verteilen…',
  excepted_one: '{{count}} Befund ist ausgenommen, Pläne lassen ihn aus',
  excepted_other: '{{count}} Befunde sind ausgenommen, Pläne lassen sie aus',
  noFix_one: '{{count}} weitere Schwachstelle hat noch keine Behebung',
  noFix_other: '{{count}} weitere Schwachstellen haben noch keine Behebung',
};

export const updates: Texts<typeof english.updates> = {
  candidate: 'Angeboten',
  security: 'Sicherheit',
  held: 'Zurückgehalten',
  now: 'Es würde jetzt eingespielt',
  notHeld: 'nein',
  origin: 'Von',
  bytes: 'Herunterzuladen',
  none: 'Kein Kanal bietet Neueres an. Das gilt nur, wo seine Kanäle gefragt werden konnten: siehe Eigenschaften.',
};

export const packages: Texts<typeof english.packages> = {
  findings: 'Bekannte Schwachstellen',
  waiting: 'noch nicht beurteilt',
  noneKnown: 'keine bekannt',
  update: 'Aktualisierung',
  updates: { available: 'angeboten', held: 'zurückgehalten', none: 'keine', unknown: 'unbekannt' },
  hold: 'Gehalten',
  none: 'Er hat keine Pakete gemeldet.',
};

export const history: Texts<typeof english.history> = {
  at: 'Wann',
  what: 'Was',
  which: 'Welches',
  none: 'Noch ist nichts geschehen.',
  items_one: '{{shown}} Eintrag',
  items_other: '{{shown}} Einträge',
  kind: {
    enrolled: 'kam dazu',
    section: 'meldete',
    'section-gone': 'meldet nicht mehr',
    found: 'gefunden',
    fixed: 'behoben',
    reopened: 'kam wieder',
    'certificate-issued': 'Zertifikat ausgestellt',
    'certificate-revoked': 'Zertifikat widerrufen',
    changed: 'von einem Menschen geändert',
  },
};

export const edit: Texts<typeof english.edit> = {
  actions: 'Was Sie tun dürfen',
  edit: 'Bearbeiten',
  approve: 'Zulassen',
  release: 'Aus der Quarantäne lassen',
  revoke: 'Aussperren…',
  revokeTitle: '{{name}} aussperren',
  revokeWhat: 'Seine Zertifikate werden widerrufen: ab jetzt weist ihn jeder Server ab. Seine Geschichte bleibt.',
  remove: 'Entfernen…',
  removeTitle: '{{name}} entfernen',
  removeWhat: 'Er wird mit allem entfernt, was von ihm aufbewahrt ist, unwiderruflich. Im Audit bleibt, wer es war.',
  save: 'Speichern',
  saved: 'Gespeichert.',
  undo: 'Rückgängig',
  tagsHow: 'Kleine Buchstaben, mit Kommas oder Leerzeichen dazwischen',
  exposureWhy: 'Wer aus dem Internet erreichbar ist, hat kürzere Fristen; unbekannt zählt, als wäre er es.',
  criticalities: { lowest: 'am geringsten', low: 'gering', normal: 'normal', high: 'hoch', highest: 'am höchsten' },
};

export const byFix: Texts<typeof english.byFix> = {
  label: 'Gruppiert',
  fix: 'Nach Behebung',
  vulnerability: 'Nach Schwachstelle',
  accepted_one: '{{count}} Ausnahme gilt: {{findings}} Befunde bleiben liegen',
  accepted_other: '{{count}} Ausnahmen gelten: {{findings}} Befunde bleiben liegen',
  noFix_one: '{{count}} Schwachstelle hat keine Behebung und steht nicht in dieser Liste',
  noFix_other: '{{count}} Schwachstellen haben keine Behebung und stehen nicht in dieser Liste',
};

export const late: Texts<typeof english.late> = {
  title: 'Überfällig, nach Dauer',
  for: 'Wie lange',
  findings: 'Befunde',
  bar: 'Als Balken',
  week: 'bis 7 Tage',
  month: '8 bis 30 Tage',
  more: 'mehr als 30 Tage',
};

export const first: Texts<typeof english.first> = {
  title: 'Zuerst einzuspielen',
  on_one: 'auf {{count}} Endpunkt',
  on_other: 'auf {{count}} Endpunkten',
  all_one: 'Der eine Patch',
  all_other: 'Alle {{count}} Patches',
};

export const coverage: Texts<typeof english.coverage> = {
  title: 'Wie weit das zu glauben ist',
  known: '{{known}} von {{all}} Endpunkten sind vollständig bekannt',
  oldest: 'am längsten nicht gefragt:',
};
