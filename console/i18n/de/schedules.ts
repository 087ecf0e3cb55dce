// German for the sentences that say a maintenance window or a standing policy; one with a turn that is not known here stays English.

const WEEKDAYS: Readonly<Record<string, string>> = {
  Sunday: 'Sonntag',
  Monday: 'Montag',
  Tuesday: 'Dienstag',
  Wednesday: 'Mittwoch',
  Thursday: 'Donnerstag',
  Friday: 'Freitag',
  Saturday: 'Samstag',
};
const RANKS: Readonly<Record<string, string>> = {
  first: 'ersten',
  second: 'zweiten',
  third: 'dritten',
  fourth: 'vierten',
  fifth: 'fünften',
  last: 'letzten',
};
const UNITS: Readonly<Record<string, readonly [string, string]>> = {
  day: ['Tag', 'Tage'],
  hour: ['Stunde', 'Stunden'],
  minute: ['Minute', 'Minuten'],
};

/** `1 hour 30 minutes` as `1 Stunde 30 Minuten`. */
const length = (text: string): string =>
  text.replaceAll(/(\d+) (day|hour|minute)s?/g, (_, count: string, unit: string) => {
    const [one, many] = UNITS[unit] ?? ['', ''];
    return `${count} ${count === '1' ? one : many}`;
  });

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} und ${names.at(-1)}`;

function days(text: string): string | undefined {
  const [, plain = '', plus] = /^(.*?)(?: plus (\d+ days?))?$/.exec(text) ?? [];
  const said = daysPlain(plain);
  return said === undefined || plus === undefined ? said : `${said} plus ${length(plus)}`;
}

function daysPlain(text: string): string | undefined {
  if (text === 'Every day') return 'Jeden Tag';
  const nth = /^The (\w+) (\w+) of every month$/.exec(text);
  if (nth !== null) {
    const [rank, day] = [RANKS[nth[1] ?? ''], WEEKDAYS[nth[2] ?? '']];
    return rank === undefined || day === undefined ? undefined : `Am ${rank} ${day} jedes Monats`;
  }
  const weekly = /^Every ([\w, ]+)$/.exec(text)?.[1]?.split(/, | and /);
  const names = weekly?.map((name) => WEEKDAYS[name]).filter((name) => name !== undefined);
  return names === undefined || names.length !== weekly?.length ? undefined : `Jeden ${listed(names)}`;
}

/** `Every Sunday, from 22:00 for 4 hours, Europe/Berlin. Nothing starts in the last 15 minutes.` */
function windowText(text: string): string | undefined {
  const found =
    /^(.{1,200}), from (\d\d:\d\d) (?:for ([\w ]+)|to (\d\d:\d\d)( the next day)?), ([\w/+-]+)(?:, until ([\d-]+))?\.(?: Nothing starts in the last ([\w ]+)\.)?$/.exec(
      text,
    );
  if (found === null) return undefined;
  const [, when = '', from, lasts, to, next, zone, until, margin] = found;
  const said = days(when);
  if (said === undefined) return undefined;
  const end = lasts === undefined ? `bis ${to}${next === undefined ? '' : ' am nächsten Tag'}` : `für ${length(lasts)}`;
  const last = until === undefined ? '' : `, bis zum ${until}`;
  const rest = margin === undefined ? '' : ` In den letzten ${length(margin).replace(/Tage/, 'Tagen')} beginnt nichts.`;
  return `${said}, ab ${from} ${end}, ${zone}${last}.${rest}`;
}

const SHIPS: readonly (readonly [RegExp, string])[] = [
  [/^the security updates/, 'die Sicherheitsaktualisierungen'],
  [/^all updates/, 'alle Aktualisierungen'],
  [/^the fixes of the findings (.*?)(?=, at least|$)/, 'die Behebungen der Befunde $1'],
];

/** What stands at the end of a policy, each a sentence of its own. */
const TURNS: readonly (readonly [RegExp, string])[] = [
  [/A small first ring passes when nothing failed in it\./, 'Ein kleiner erster Ring geht ohne Fehlschlag durch.'],
  [/A small first ring waits for a person\./, 'Ein kleiner erster Ring wartet auf eine Person.'],
  [/People approve each plan\./, 'Jeden Plan geben Personen frei.'],
  [
    /Plans of up to (\d+) endpoints start without being asked, where one person could approve them; larger ones wait for people\./,
    'Pläne bis zu $1 Endpunkten beginnen ohne Nachfrage, wo eine Person sie freigeben könnte; größere warten auf Personen.',
  ],
  [/It never reboots\./, 'Sie startet nie neu.'],
  [/It reboots where that is needed\./, 'Sie startet neu, wo es nötig ist.'],
  [/It reboots in a maintenance window\./, 'Sie startet in einem Wartungsfenster neu.'],
  [/It asks before it reboots\./, 'Sie fragt vor Neustarts.'],
  [/Services keep the code they run\./, 'Dienste behalten ihren Code.'],
  [/Each endpoint is asked, before and after: /, 'Jeder Endpunkt wird davor und danach gefragt: '],
  [/While a ring is under way the server asks: /, 'Während ein Ring läuft, fragt der Server: '],
  [/It is switched off\./, 'Sie ist abgeschaltet.'],
];

function policyText(text: string): string | undefined {
  const found =
    /^(.{1,200}) \(([\w/+-]+)\) it makes a plan of (.+), for (all endpoints|the endpoints .+)\. It installs (at any time|in .+), in rings of (\S+), each watched for ([\w ]+)\.(.*)$/.exec(
      text,
    );
  if (found === null) return undefined;
  const [, when = '', zone, ships = '', endpoints = '', installs = '', rings, soak = '', rest = ''] = found;
  const said = days(when);
  const [pattern, what] = SHIPS.find(([each]) => each.test(ships)) ?? [];
  if (said === undefined || pattern === undefined || what === undefined) return undefined;
  const old = /, at least ([\w ]+) old unless exploited$/.exec(ships)?.[1];
  const age =
    old === undefined
      ? ''
      : `, seit mindestens ${length(old).replace(/Tage$/, 'Tagen')} veröffentlicht oder ausgenutzt`;
  const whom = endpoints === 'all endpoints' ? 'alle Endpunkte' : endpoints.replace(/^the endpoints/, 'die Endpunkte');
  const windows = installs === 'at any time' ? 'jederzeit' : installs.replaceAll(' or ', ' oder ');
  const name = (pattern.exec(ships)?.[0] ?? '').replace(pattern, what);
  return [
    `${said} (${zone}) macht sie einen Plan: ${name}${age}, für ${whom}.`,
    ` Sie installiert ${windows}, in Ringen von ${rings}, jeder ${length(soak)} beobachtet.`,
    TURNS.reduce((words, [turn, german]) => words.replace(turn, german), rest),
  ].join('');
}

const MONTHS: Readonly<Record<string, string>> = {
  January: 'Januar',
  February: 'Februar',
  March: 'März',
  April: 'April',
  May: 'Mai',
  June: 'Juni',
  July: 'Juli',
  August: 'August',
  September: 'September',
  October: 'Oktober',
  November: 'November',
  December: 'Dezember',
};

/** `Friday 18 December 2026, 00:00`; what is written otherwise stays as it is. */
const moment = (text: string): string =>
  text.replace(
    /^(\w+) (\d+) (\w+) (\d{4}), (\d\d:\d\d)$/,
    (whole, weekday: string, day: string, month: string, year: string, time: string) => {
      const [name, of] = [WEEKDAYS[weekday], MONTHS[month]];
      return name === undefined || of === undefined ? whole : `${name}, ${day}. ${of} ${year}, ${time}`;
    },
  );

/** `From Friday 18 December 2026, 00:00, to Monday 4 January 2027, 00:00, Europe/Berlin.` */
function spanText(text: string): string | undefined {
  const found = /^From (.{1,60}), to (.{1,60}), ([\w/+-]+)\.$/.exec(text);
  if (found === null) return undefined;
  const [, from = '', to = '', zone] = found;
  return `Von ${moment(from)}, bis ${moment(to)}, ${zone}.`;
}

/** `On 2026-11-24 this would have shipped 12 patches to 2 endpoints, in one ring, by itself.` */
function previewText(text: string): string | undefined {
  const found =
    /^On ([\d-]+) this would have shipped (\d+) patch(?:es)? to (\d+) endpoints?, in (?:one ring|rings of ([\d, and]+)), (?:by itself|after (\d+) approvals?)\.$/.exec(
      text,
    );
  if (found === null) return undefined;
  const [, day, patches, endpoints, sizes, approvals] = found;
  const rings = sizes === undefined ? 'in einem Ring' : `in Ringen von ${sizes.replace(' and ', ' und ')}`;
  const consent =
    approvals === undefined ? 'von selbst' : `nach ${approvals} ${approvals === '1' ? 'Freigabe' : 'Freigaben'}`;
  return `Am ${day} hätte sie ${patches} ${patches === '1' ? 'Patch' : 'Patches'} auf ${endpoints} ${endpoints === '1' ? 'Endpunkt' : 'Endpunkte'} gebracht, ${rings}, ${consent}.`;
}

/** Undefined where it is none of them. */
export const scheduleInGerman = (text: string): string | undefined =>
  windowText(text) ?? spanText(text) ?? previewText(text) ?? policyText(text);
