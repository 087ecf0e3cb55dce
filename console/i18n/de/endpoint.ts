// Deutsche Texte eines Endpunkts und von Befunden überall.
import type * as english from '../en/endpoint.ts';
import type { Texts } from '../en/index.ts';

export const endpoint: Texts<typeof english.endpoint> = {
  tabs: {
    todo: 'Zu tun',
    updates: 'Aktualisierungen',
    vulnerabilities: 'Schwachstellen',
    packages: 'Pakete',
    jobs: 'Aufträge',
    history: 'Geschichte',
    facts: 'Eigenschaften',
  },
  noSystem: 'System noch nicht bekannt',
  inventory: 'Inventar {{is}}',
  reachable: 'erreichbar aus: {{from}}',
  seen: 'zuletzt gesehen',
  noFindings: 'Nichts ist gegen ihn bekannt. Das ist nur dann gut, wenn sein Inventar vollständig ist.',
  fact: {
    criticality: 'Wichtigkeit',
    tags: 'Tags',
    enrolled: 'Dabei seit',
    kernel: 'Laufender Kernel',
    arch: 'Prozessor',
    agent: 'Agent',
    reboot: 'Braucht einen Neustart',
    virtualization: 'Läuft in',
    unseen: 'Nicht gesehen',
  },
  reboot: { yes: 'ja', no: 'nein', unknown: 'unbekannt' },
  sections: 'Was er meldet',
  section: { adapter: 'Adapter', kind: 'Abschnitt', status: 'Zustand', items: 'Einträge', since: 'Seit' },
  kind: { installed: 'installiert', available: 'verfügbar' },
};

export const finding: Texts<typeof english.finding> = {
  excepted: 'ausgenommen bis {{until}} ({{owner}})',
  vulnerability: 'Schwachstelle',
  state: 'Zustand',
  package: 'Paket',
  installed: 'Installiert',
  fixed: 'Behoben in',
  noFix: 'keine Behebung',
  since: 'Hier seit',
  states: {
    affected: 'betroffen',
    'no-fix': 'noch keine Behebung',
    'will-not-fix': 'wird nicht behoben',
    postponed: 'Behebung verschoben',
    'end-of-life': 'ohne Unterstützung',
    unimportant: 'unwichtig',
    undetermined: 'offen',
    unknown: 'unbekannt',
  },
};

export const doubt: Texts<typeof english.doubt> = {
  'nothing-reported': 'noch nichts gemeldet',
  'report-too-old': 'seine Meldung ist zu alt',
  'inventory-failed': 'sein Inventar ist misslungen',
  'inventory-partial': 'sein Inventar ist unvollständig',
  'not-yet-judged': 'noch nicht beurteilt',
  'packages-without-advisories': 'es hat Pakete, zu denen kein Feed etwas sagt',
  'package-not-judged': 'ein Paket ließ sich nicht beurteilen',
  undetermined: 'der Hersteller hat sich nicht geäußert',
  quarantined: 'er ist in Quarantäne',
  'unheard-of': 'keine Quelle kennt die Schwachstelle',
  'data-too-old': 'die Schwachstelle kann neuer sein als die Meldungen',
  'only-scored': 'keine Meldung nennt sie bisher, nur Bewertungen',
};

export const vulnerability: Texts<typeof english.vulnerability> = {
  which: 'Endpunkte nach Urteil',
  doubts: 'Was daran zweifeln lässt',
  none: 'Kein Endpunkt ist {{verdict}}.',
};
