// German for sentences that the server writes whole, with what differs in them; what is not here stays English.

import { FIELD_HELP } from './fields.ts';
import { de } from './index.ts';
import { PLAN_SENTENCES, planInGerman, waitsInGerman } from './plan-words.ts';
import { firmwareInGerman, holdsInGerman, ROLLOUT_SENTENCES } from './rollout-words.ts';
import { scheduleInGerman } from './schedules.ts';

/** Anchored and without repetition of repetitions, so that no sentence takes long. */
const SENTENCES: readonly (readonly [pattern: RegExp, german: string])[] = [
  [
    /^(\d+) failures? in (\d+) outcomes?: the chance that more than ([\d.]+) % would fail is (under )?([\d.]+) %, at most ([\d.]+) % is accepted\./,
    '$1 Fehlschläge bei $2 Ergebnissen: Die Wahrscheinlichkeit, dass mehr als $3 % fehlschlügen, ist $4$5 %; höchstens $6 % werden hingenommen.',
  ],
  [
    /^(\d+) failures? in (\d+) outcomes? weigh ([\d.e+-]+) against a usual rate of ([\d.]+) %; rings hold at (\d+), the deployment halts at (\d+)\./,
    '$1 Fehlschläge bei $2 Ergebnissen wiegen $3 gegen eine übliche Rate von $4 %; Ringe halten bei $5 an, die Verteilung bei $6.',
  ],
  [
    /^(\d+) outcomes?, even without a failure, leaves? a chance of ([\d.]+) % that more than ([\d.]+) % would fail\. Numbers alone cannot open the next ring before (\d+) outcomes; a person can, or a rule that a clean first ring is enough\.$/,
    '$1 Ergebnisse lassen, auch ohne Fehlschlag, eine Wahrscheinlichkeit von $2 %, dass mehr als $3 % fehlschlügen. Zahlen allein öffnen den nächsten Ring nicht vor $4 Ergebnissen; eine Person kann es, oder eine Regel, dass ein sauberer erster Ring genügt.',
  ],
  [
    /^It was last heard of (\d+) days? ago, so what it has is not known\.$/,
    'Zuletzt vor $1 Tagen gehört; was darauf ist, ist nicht bekannt.',
  ],
  [
    /^Whoever is offline in its window waits for the next one\.$/,
    'Wer in seinem Fenster nicht erreichbar ist, wartet auf das nächste.',
  ],
  [/^It was never heard of\.$/, 'Nie gehört.'],
  [/^It is not in service: it is pending\.$/, 'Nicht im Dienst: wartet auf Aufnahme.'],
  [/^It is not in service: it is quarantined\.$/, 'Nicht im Dienst: in Quarantäne.'],
  [/^It is not in service: it is revoked\.$/, 'Nicht im Dienst: widerrufen.'],
  [/^Its agent carries out no installs\.$/, 'Sein Agent installiert nichts.'],
  [/^Its agent carries out no installs: (.*)$/, 'Sein Agent installiert nichts: $1'],
  [/^It has no package manager that plans are made for\.$/, 'Keine Paketverwaltung, für die Pläne gemacht werden.'],
  [/^What ([\w-]+) has and offers on it is not known\.$/, 'Was $1 darauf hat und anbietet, ist nicht bekannt.'],
  [/^What ([\w-]+) reports of it is not complete\.$/, 'Was $1 davon meldet, ist nicht vollständig.'],
  [/^It has no security update\.$/, 'Kein Sicherheitsupdate.'],
  [/^It has nothing to update\.$/, 'Nichts zu aktualisieren.'],
  [/^None of it is offered to it\.$/, 'Nichts davon wird ihm angeboten.'],
  [/^Nothing of it is offered to it\.$/, 'Nichts davon wird ihm angeboten.'],
  [/^It does not have any of it\.$/, 'Nichts davon ist darauf.'],
  [/^the plan has expired: what still waited is skipped$/, 'Der Plan ist verfallen: Was noch wartete, unterbleibt.'],
  [
    /^there is no field (\S+); to search for the text, quote it$/,
    'ein Feld $1 gibt es nicht; um nach dem Text zu suchen, setzen Sie ihn in Anführungszeichen',
  ],
  [/^(\S+) is never (\S+); did you mean (\S+)\?$/, '$1 ist nie $2; meinten Sie $3?'],
  [/^it was not asked for (\d+) days$/, 'seit $1 Tagen nicht gefragt'],
  [/^its newest statement is of ([\d-]+)$/, 'seine neueste Aussage ist vom $1'],
  [/^its data were fetched (\d+) days? ago$/, 'seine Daten wurden vor $1 Tagen geholt'],
  [/^the last update failed: (.*)$/, 'die letzte Erneuerung misslang: $1'],
  [/^its remote says that it is at its end of life$/, 'seine Quelle sagt, dass niemand es mehr pflegt'],
  [/^support has ended; the date is not known$/, 'die Unterstützung ist zu Ende; wann, ist nicht bekannt'],
  [/^no feed knows this (?:build|release)$/, 'kein Feed kennt diese Version'],
  [
    /^cloned: two machines with this key report in turns, by their boot ids$/,
    'geklont: zwei Maschinen mit diesem Schlüssel melden sich abwechselnd, nach ihren Boot-Kennungen',
  ],
  [/^no channel has (".*") of (.*)$/, 'kein Kanal hat $1 von $2'],
  [
    /^(".*") names no publisher, and a name alone does not tell products apart$/,
    '$1 nennt keinen Herausgeber, und ein Name allein unterscheidet Produkte nicht',
  ],
  [
    /^It begins on ([\d-]+): this is what it would have done on such days before\.$/,
    'Sie beginnt am $1: Das hätte sie an solchen Tagen davor getan.',
  ],
  [
    /^It goes by the endpoints that its query finds today, and by what is known of vulnerabilities today\.$/,
    'Gerechnet ist mit den Endpunkten, die ihre Abfrage heute findet, und mit dem, was heute von Schwachstellen bekannt ist.',
  ],
  [
    /^Channels do not say when they published, so an update counts as published on the day it was first seen here\.$/,
    'Kanäle sagen nicht, wann sie veröffentlichten; ein Update gilt ab dem Tag, an dem es hier zuerst gesehen wurde.',
  ],
];

/** What may follow in a sentence that is known. */
const REST: readonly (readonly [pattern: RegExp, german: string])[] = [
  [/ist under /, 'ist unter '],
  [/ The next ring may open\./, ' Der nächste Ring darf sich öffnen.'],
  [/ It takes (\d+) endpoints of the next ring in\./, ' Dazu kommen $1 Endpunkte des nächsten Rings.'],
  [/ It halts\./, ' Sie wird angehalten.'],
  [/ It holds\./, ' Er hält an.'],
  [
    / (\d+) more outcomes? without a failure, (\d+) in all, would be enough\./,
    ' $1 weitere Ergebnisse ohne Fehlschlag, $2 insgesamt, würden genügen.',
  ],
  [/ One more failure now would not halt it\./, ' Ein weiterer Fehlschlag hielte sie jetzt nicht an.'],
  [/ One more failure now would halt it\./, ' Ein weiterer Fehlschlag hielte sie jetzt an.'],
];

const HALTED = 'halted. ';

export function inGerman(text: string): string {
  const help = Object.hasOwn(FIELD_HELP, text) ? FIELD_HELP[text] : undefined;
  if (help !== undefined) return help;
  if (text.startsWith(HALTED)) return `angehalten. ${inGerman(text.slice(HALTED.length))}`;
  const said =
    holdsInGerman(text) ??
    waitsInGerman(text, de.jobs.reasons) ??
    planInGerman(text, inGerman) ??
    scheduleInGerman(text) ??
    firmwareInGerman(text);
  if (said !== undefined) return said;
  const found = [...SENTENCES, ...ROLLOUT_SENTENCES, ...PLAN_SENTENCES].find(([pattern]) => pattern.test(text));
  if (found === undefined) return text;
  return REST.reduce((words, [pattern, german]) => words.replace(pattern, german), text.replace(...found));
}
