// Deutsche Texte der Listen von Schwachstellen, Patches, Lebenszyklen und Feeds und der Übersicht.
import type { Texts } from '../en/index.ts';
import type * as english from '../en/lists.ts';

export const due: Texts<typeof english.due> = {
  title: 'Fällig',
  none: 'keine Frist',
  in_one: 'in {{count}} Tag',
  in_other: 'in {{count}} Tagen',
  overdue_one: '{{count}} Tag überfällig',
  overdue_other: '{{count}} Tage überfällig',
};

export const vulnerabilities: Texts<typeof english.vulnerabilities> = {
  severity: 'Schwere',
  exploited: 'Ausgenutzt',
  ransomware: 'ja, Erpressung',
  yes: 'ja',
  no: 'nein',
  endpoints: 'Endpunkte',
  fixable: 'Behebbar',
  packages: 'Pakete',
  none: 'Auf keinem Endpunkt ist eine Schwachstelle bekannt. Das ist nur gut, wenn Inventare vollständig und Feeds frisch sind.',
};

export const patches: Texts<typeof english.patches> = {
  source: 'Quellpaket',
  to: 'Behoben in',
  closes: 'Schließt',
  others_one: 'und {{count}} weitere',
  others_other: 'und {{count}} weitere',
  offered: 'Angeboten',
  exploited: 'ausgenutzt',
  count_one: '{{count}} CVE',
  count_other: '{{count}} CVEs',
  deploy: 'Verteilen',
  notOffered: 'von keinem Kanal',
  none: 'Keine Behebung ist bekannt, die einem Endpunkt fehlt. Schwachstellen ohne Behebung stehen unter Schwachstellen.',
};

export const lifecycle: Texts<typeof english.lifecycle> = {
  release: 'Version',
  state: 'Unterstützung',
  end: 'Endet',
  extended: 'Verlängert bis',
  note: 'Anmerkung',
  none: 'Kein Endpunkt hat gesagt, welches System er hat.',
  states: {
    supported: 'unterstützt',
    ending: 'endet bald',
    extended: 'nur verlängert',
    unsupported: 'ohne Unterstützung',
    unknown: 'unbekannt',
  },
};

export const feeds: Texts<typeof english.feeds> = {
  name: 'Feed',
  state: 'Zustand',
  records: 'Einträge',
  malformed: 'Unlesbar',
  upstream: 'Daten vom',
  fetched: 'Geholt',
  checked: 'Gefragt',
  fresh: 'frisch',
  stale: 'veraltet',
  notStated: 'nicht angegeben',
  none: 'Es gibt noch keine Advisory-Datenbank: Bekannt ist nur, was Changelogs anstehender Updates nennen, und kein Endpunkt ist von anderem frei.',
  gone: 'Der Server hat seine Advisory-Datenbank verloren: Was nach ihr beurteilt war, bleibt, und kein Endpunkt ist von anderem frei.',
};

export const overview: Texts<typeof english.overview> = {
  doNow: 'Jetzt tun',
  underWay: 'Verteilungen im Gange',
  noneUnderWay: 'Keine ist im Gange, und keine wartet.',
  nothing: 'Nichts ist überfällig, und von jedem Endpunkt hört man.',
  nobody: 'Noch ist kein Endpunkt dabei. Der Befehl dafür: npx suture enrol new',
  number: {
    endpoints_one: '{{count}} Endpunkt in Betrieb',
    endpoints_other: '{{count}} Endpunkte in Betrieb',
    overdue_one: '{{count}} Befund ist überfällig',
    overdue_other: '{{count}} Befunde sind überfällig',
    'overdue-7-days_one': '{{count}} seit mehr als 7 Tagen überfällig',
    'overdue-7-days_other': '{{count}} seit mehr als 7 Tagen überfällig',
    'overdue-30-days_one': '{{count}} seit mehr als 30 Tagen überfällig',
    'overdue-30-days_other': '{{count}} seit mehr als 30 Tagen überfällig',
    exploited_one: '{{count}} Befund wird bereits ausgenutzt',
    exploited_other: '{{count}} Befunde werden bereits ausgenutzt',
    'exposed-criticals_one': '{{count}} erreichbarer Endpunkt hat einen kritischen Befund',
    'exposed-criticals_other': '{{count}} erreichbare Endpunkte haben einen kritischen Befund',
    silent_one: '{{count}} Endpunkt schweigt',
    silent_other: '{{count}} Endpunkte schweigen',
    'inventory-incomplete_one': '{{count}} Endpunkt ist nicht ganz bekannt',
    'inventory-incomplete_other': '{{count}} Endpunkte sind nicht ganz bekannt',
    pending_one: '{{count}} Endpunkt wartet auf Freigabe',
    pending_other: '{{count}} Endpunkte warten auf Freigabe',
    quarantined_one: '{{count}} Endpunkt ist in Quarantäne',
    quarantined_other: '{{count}} Endpunkte sind in Quarantäne',
    unsupported_one: '{{count}} Endpunkt hat ein System ohne Unterstützung',
    unsupported_other: '{{count}} Endpunkte haben ein System ohne Unterstützung',
    reboot_one: '{{count}} Endpunkt braucht einen Neustart',
    reboot_other: '{{count}} Endpunkte brauchen einen Neustart',
    'feeds-stale_one': '{{count}} Feed ist veraltet',
    'feeds-stale_other': '{{count}} Feeds sind veraltet',
  },
  action: {
    endpoints: 'Zeigen',
    overdue: 'Beheben',
    'overdue-7-days': 'Beheben',
    'overdue-30-days': 'Beheben',
    exploited: 'Zuerst beheben',
    'exposed-criticals': 'Beheben',
    silent: 'Grund finden',
    'inventory-incomplete': 'Sehen, was fehlt',
    pending: 'Freigeben',
    quarantined: 'Ansehen',
    unsupported: 'Ersatz planen',
    reboot: 'Zeigen',
    'feeds-stale': 'Grund sehen',
  },
};

export const days: Texts<typeof english.days> = {
  title: 'Im Lauf der Zeit',
  severe: 'Kritische und hohe Befunde',
  overdue: 'Überfällige Befunde',
  column: { endpoints: 'Endpunkte', severe: 'Kritisch, hoch', exploited: 'Ausgenutzt', overdue: 'Überfällig' },
  day: 'Tag (UTC)',
  before: 'jetzt, {{before}} am {{from}}',
  said: '{{title}}: {{before}} am {{from}}, {{now}} am {{to}}, höchstens {{most}}.',
  asTable: 'Als Tabelle',
  tooFew: 'Die ersten zwei Tage werden noch gezählt.',
  limited: 'Die Zahlen der Tage sind die aller Endpunkte; Sie sehen nur Endpunkte mit bestimmten Tags.',
};
