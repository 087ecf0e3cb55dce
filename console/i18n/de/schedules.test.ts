// What the server says of windows and policies is said in German whole, or stays English whole.
import { expect, test } from 'vitest';
import { inGerman } from './sentences.ts';

test.for([
  [
    'Every Sunday, from 22:00 for 4 hours, Europe/Berlin. Nothing starts in the last 15 minutes.',
    'Jeden Sonntag, ab 22:00 für 4 Stunden, Europe/Berlin. In den letzten 15 Minuten beginnt nichts.',
  ],
  [
    'The second Tuesday of every month plus 2 days, from 20:00 for 1 hour 30 minutes, UTC, until 2027-01-31.',
    'Am zweiten Dienstag jedes Monats plus 2 Tage, ab 20:00 für 1 Stunde 30 Minuten, UTC, bis zum 2027-01-31.',
  ],
  [
    'On 2026-11-24 this would have shipped 12 patches to 2 endpoints, in one ring, by itself.',
    'Am 2026-11-24 hätte sie 12 Patches auf 2 Endpunkte gebracht, in einem Ring, von selbst.',
  ],
  [
    'On 2026-11-10 this would have shipped 1 patch to 1 endpoint, in rings of 2, 5 and 41, after 1 approval.',
    'Am 2026-11-10 hätte sie 1 Patch auf 1 Endpunkt gebracht, in Ringen von 2, 5 und 41, nach 1 Freigabe.',
  ],
  [
    'From Friday 18 December 2026, 00:00, to Monday 4 January 2027, 08:30, Europe/Berlin.',
    'Von Freitag, 18. Dezember 2026, 00:00, bis Montag, 4. Januar 2027, 08:30, Europe/Berlin.',
  ],
  [
    'Every Monday, Wednesday and Friday, from 22:00 to 02:00 the next day, America/New_York.',
    'Jeden Montag, Mittwoch und Freitag, ab 22:00 bis 02:00 am nächsten Tag, America/New_York.',
  ],
  [
    'Every Tuesday (Europe/Berlin) it makes a plan of the security updates, for the endpoints tag:lab. It installs at any time, in rings of 2,rest, each watched for 1 day. A small first ring passes when nothing failed in it. Plans of up to 20 endpoints start without being asked, where one person could approve them; larger ones wait for people. It reboots where that is needed.',
    'Jeden Dienstag (Europe/Berlin) macht sie einen Plan: die Sicherheitsaktualisierungen, für die Endpunkte tag:lab. Sie installiert jederzeit, in Ringen von 2,rest, jeder 1 Tag beobachtet. Ein kleiner erster Ring geht ohne Fehlschlag durch. Pläne bis zu 20 Endpunkten beginnen ohne Nachfrage, wo eine Person sie freigeben könnte; größere warten auf Personen. Sie startet neu, wo es nötig ist.',
  ],
  [
    'The last Friday of every month (UTC) it makes a plan of the fixes of the findings exploited:yes, at least 3 days old unless exploited, for all endpoints. It installs in "a" or "b", in rings of 2,10%,rest, each watched for 2 hours. A small first ring waits for a person. People approve each plan. It asks before it reboots.',
    'Am letzten Freitag jedes Monats (UTC) macht sie einen Plan: die Behebungen der Befunde exploited:yes, seit mindestens 3 Tagen veröffentlicht oder ausgenutzt, für alle Endpunkte. Sie installiert in "a" oder "b", in Ringen von 2,10%,rest, jeder 2 Stunden beobachtet. Ein kleiner erster Ring wartet auf eine Person. Jeden Plan geben Personen frei. Sie fragt vor Neustarts.',
  ],
  [
    'it holds: fewer than 90 % of the reachable endpoints are done; something failed in a ring too small for statistics',
    'Er hält an: weniger als 90 % der erreichbaren Endpunkte sind fertig; etwas schlug fehl in einem Ring, der für Statistik zu klein ist',
  ],
  [
    'closes CVE-2026-1; its vendor calls it high; needs the machine plugged in and a reboot',
    'schließt CVE-2026-1; der Hersteller nennt es high; braucht Strom aus der Dose und einen Neustart',
  ],
  ['openssl is on hold (apt-mark unhold openssl)', 'openssl wird zurückgehalten (apt-mark unhold openssl)'],
])('%s', ([said, german]) => {
  expect(inGerman(said)).toBe(german);
});

test.for([
  'Tuesday of every 2nd week, counted from 2026-01-01, from 22:00 for 4 hours, UTC.',
  'Every Tuesday (UTC) it makes something else.',
  'it holds: something new; the soak is not over',
  'closes CVE-2026-1; needs something new',
])('what is not known stays as it is: %s', (said) => {
  expect(inGerman(said)).toBe(said);
});
