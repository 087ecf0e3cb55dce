// German for what the server says of plans: why an endpoint is left out, why something stays, what no longer fits, what a rehearsal saw.

/** Patterns without repetition of repetitions, so that no sentence takes long. */
export const PLAN_SENTENCES: readonly (readonly [pattern: RegExp, german: string])[] = [
  // Products that are asked for, or by rules.
  [/^None of it is there\.$/, 'Nichts davon ist da.'],
  [
    /^It has (\S+) by (\S+), from which plans take nothing away: it goes by hand\.$/,
    '$1 ist über $2 darauf, womit Pläne nichts entfernen: von Hand.',
  ],
  [
    /^It has (\S+) as (\S+)’s own (\S+), and plans change nothing in homes: (\S+) can remove it\.$/,
    '$1 ist darauf als eigenes $3 von $2, und in Heimverzeichnissen ändern Pläne nichts: $4 kann es entfernen.',
  ],
  [/^It goes by (\S+), for which a plan of its own is needed\.$/, 'Es geht über $1; dafür ist ein eigener Plan nötig.'],
  [
    /^It comes by (\S+), for which a plan of its own is needed\.$/,
    'Es kommt über $1; dafür ist ein eigener Plan nötig.',
  ],
  [/^It has (\S+) (\S+) already\.$/, '$1 $2 ist schon darauf.'],
  [
    /^It has no package manager with which plans install what is not there\.$/,
    'Keine Paketverwaltung, mit der Pläne installieren, was nicht da ist.',
  ],
  [/^(\S+) has no name among the packages of (\S+)\.$/, '$1 hat keinen Namen unter den Paketen von $2.'],
  [
    /^No version of (\S+) that is known may be installed by its rule\.$/,
    'Keine bekannte Version von $1 darf nach seiner Regel installiert werden.',
  ],
  [
    /^No machine like it has (\S+) or is offered it, so no version of it is known: name one, (\S+)@VERSION\.$/,
    'Keine solche Maschine hat $1 oder bekommt es angeboten, also ist keine Version bekannt: eine nennen, $2@VERSION.',
  ],
  [/^Nothing is asked for\.$/, 'Nichts ist verlangt.'],
  [/^No rule asks that of it\.$/, 'Keine Regel verlangt das davon.'],
  [
    /^What else would change with it is not known until an endpoint has reckoned it: suture plan --simulate\.$/,
    'Was sich sonst damit ändert, ist erst bekannt, wenn ein Endpunkt es ausgerechnet hat: suture plan --simulate.',
  ],
  [
    /^(\S+) is a package of one’s own, which plans ship as a patch$/,
    '$1 ist ein eigenes Paket; das verteilen Pläne als Fehlerbehebung',
  ],
  [
    /^(\S+) is a package of one’s own and others are not: make a plan for each$/,
    '$1 ist ein eigenes Paket, anderes nicht: für jedes einen Plan machen',
  ],
  [
    /^nothing is called “(.{1,80})”: name a package of your own, a product of the catalog, or CHANNEL:ID such as deb:telnetd$/,
    'nichts heißt „$1“: ein eigenes Paket, ein Produkt des Katalogs oder KANAL:KENNUNG wie deb:telnetd nennen',
  ],
  [
    /^no rule that is in force says that a product is required$/,
    'keine geltende Regel sagt, dass ein Produkt da sein muss',
  ],
  [
    /^no rule that is in force says that a product is forbidden$/,
    'keine geltende Regel sagt, dass ein Produkt verboten ist',
  ],
  [
    /^the rule about (\S+) cannot be asked any more: mend it first$/,
    'die Regel über $1 lässt sich nicht mehr anwenden: erst berichtigen',
  ],
  [
    /^Plans take away packages of one’s own alone, and none is called (.{1,256})\.$/,
    'Pläne entfernen nur eigene Pakete, und keines heißt $1.',
  ],
  [
    /^(\S+) is on offer no more: its releases were withdrawn\.$/,
    '$1 wird nicht mehr angeboten: seine Ausgaben wurden zurückgezogen.',
  ],
  [
    /^(\S+) is not offered to it: it fits other machines, too few operators have signed it, or what is on offer has not reached it\.$/,
    '$1 wird ihm nicht angeboten: es passt zu anderen Maschinen, zu wenige haben es unterschrieben, oder das Angebot ist noch nicht angekommen.',
  ],
  [
    /^(\S+) has no installer for (\S+); it is for ([^;]{1,300}?), and there no agent carries it out yet\.$/,
    '$1 hat kein Installationsprogramm für $2; es ist für $3, und dort führt es noch kein Agent aus.',
  ],
  [
    /^(\S+) has no installer for (\S+); it is for ([^;]{1,300})\.$/,
    '$1 hat kein Installationsprogramm für $2; es ist für $3.',
  ],
  // What rules hold back; what follows the colon is what a person wrote.
  [/^(\S+) is held until ([\d-]{10}): (.*)$/, '$1 wird bis $2 zurückgehalten: $3'],
  [/^(\S+) is held: (.*)$/, '$1 wird zurückgehalten: $2'],
  [/^(\S+) is blocked until ([\d-]{10}): (.*)$/, '$1 ist bis $2 gesperrt: $3'],
  [/^(\S+) is blocked: (.*)$/, '$1 ist gesperrt: $2'],
  [/^(\S+) (\S+) is blocked until ([\d-]{10}): (.*)$/, '$1 $2 ist bis $3 gesperrt: $4'],
  [/^(\S+) (\S+) is blocked: (.*)$/, '$1 $2 ist gesperrt: $3'],
  [/^(\S+) is pinned to ([^:]{1,200}) until ([\d-]{10}): (.*)$/, '$1 ist bis $3 festgelegt auf $2: $4'],
  [/^(\S+) is pinned to ([^:]{1,200}): (.*)$/, '$1 ist festgelegt auf $2: $3'],
  [
    /^(\S+) waits (\d+) days? after it was first offered: (.*)$/,
    '$1 wartet $2 Tage, nachdem es zuerst angeboten wurde: $3',
  ],
  [/^The policy file on it cannot be read\.$/, 'Die Richtliniendatei darauf ist nicht lesbar.'],
  [/^The policy file on it says observe-only\.$/, 'Die Richtliniendatei darauf sagt observe-only: nur zusehen.'],
  [/^The policy file on it does not list install\.$/, 'Die Richtliniendatei darauf nennt install nicht.'],
  // Steps of a plan, and where it does not fit any more.
  [/^It would change more than (\d+) packages at once\.$/, 'Es würde mehr als $1 Pakete auf einmal ändern.'],
  [/^There is no fix of (\S+) for (\S+)\.$/, 'Für $2 gibt es nichts, was $1 behebt.'],
  [
    /^Its channels do not offer (\S+) (\S+), which fixes (\S+)\.$/,
    'Seine Kanäle bieten $1 $2 nicht an, das $3 behebt.',
  ],
  [/^Nothing is known of the endpoint now\.$/, 'Von dem Endpunkt ist jetzt nichts bekannt.'],
  [
    /^(\S+) was not installed when the plan was made and is (\S+) now\.$/,
    '$1 war nicht installiert, als der Plan gemacht wurde, und ist jetzt $2.',
  ],
  [
    /^(\S+) was not installed when the plan was made and is not installed now\.$/,
    '$1 war nicht installiert, als der Plan gemacht wurde, und ist es auch jetzt nicht.',
  ],
  [
    /^(\S+) was (\S+) when the plan was made and is not installed now\.$/,
    '$1 war $2, als der Plan gemacht wurde, und ist jetzt nicht installiert.',
  ],
  [
    /^(\S+) was (\S+) when the plan was made and is (\S+) now\.$/,
    '$1 war $2, als der Plan gemacht wurde, und ist jetzt $3.',
  ],
  [
    /^(\S+) (\S+) is not offered to it any more; nothing is offered\.$/,
    '$1 $2 wird ihm nicht mehr angeboten; angeboten wird nichts.',
  ],
  [
    /^(\S+) (\S+) is not offered to it any more; now it offers (.{1,300})\.$/,
    '$1 $2 wird ihm nicht mehr angeboten; jetzt gibt es $3.',
  ],
  [
    /^(\S+) is a kernel or boot loader, for which going back is not proven: boot the entry before instead$/,
    '$1 ist ein Kern oder Bootprogramm, für das der Rückweg nicht erwiesen ist: stattdessen den Eintrag davor starten',
  ],
  // While it is carried out.
  [/^The outcomes cannot be read, so the ring holds\.$/, 'Die Ergebnisse sind nicht lesbar, also hält der Ring an.'],
  [/^It is the last ring: nothing opens after it\.$/, 'Es ist der letzte Ring: danach öffnet sich keiner.'],
  [
    /^Nothing failed in it, and its plan says that this is enough in a ring too small for statistics\.$/,
    'Nichts schlug in ihm fehl, und sein Plan sagt, dass das in einem Ring genügt, der für Statistik zu klein ist.',
  ],
  [
    /^(\d+) endpoints failed before anything was changed, more than one in five$/,
    '$1 Endpunkte schlugen fehl, ehe etwas geändert war, mehr als jeder fünfte',
  ],
  [/^it was not said how$/, 'wie, wurde nicht gesagt'],
  [/^too many of (.{1,200}) failed$/, 'zu viele von $1 schlugen fehl'],
  [/^the plan has expired$/, 'der Plan ist verfallen'],
  [/^the deployment is ([\w-]+)$/, 'Zustand der Verteilung: $1'],
  [/^the rollback on (\S+) failed$/, 'auf $1 misslang der Rückweg'],
  [/^the rollback on (\S+) did not end$/, 'auf $1 endete der Rückweg nicht'],
  [/^(\S+) began to install without a start token$/, '$1 begann zu installieren, ohne dass es durfte'],
  [
    /^it answers a dispatch that this server never made: the database may have been restored$/,
    'Antwort auf einen Auftrag, den dieser Server nie gab: vielleicht wurde die Datenbank zurückgespielt',
  ],
  [
    /^it is late: the job stays lost, its place in the disruption group is free again$/,
    'zu spät: Der Auftrag bleibt verloren, sein Platz in der Gruppe ist wieder frei',
  ],
  // What a rehearsal saw, and looked at.
  [/^versions as planned$/, 'Versionen wie geplant'],
  [/^package database whole$/, 'Paketdatenbank heil'],
  [/^libraries found$/, 'Bibliotheken da'],
  [/^(\S+) needs (.{1,200}), which is not there$/, '$1 braucht $2, das nicht da ist'],
  [/^no command can be run in the overlay$/, 'im Überzug lässt sich kein Befehl ausführen'],
  [/^(\S+) is not in the rehearsal$/, '$1 ist nicht in der Probe'],
  [
    /^it would write more than the (\d+) MiB that a rehearsal may$/,
    'sie schriebe mehr als die $1 MiB, die eine Probe darf',
  ],
  [/^(\S+) is removed$/, '$1 wird entfernt'],
  [
    /^(\S+) is the package’s now; the administrator’s is put aside as (\S+)$/,
    '$1 ist jetzt die des Pakets; die der Verwaltung liegt daneben als $2',
  ],
  [
    /^(\S+) stays as the administrator has it; the package has a new one$/,
    '$1 bleibt, wie die Verwaltung es hat; das Paket bringt eine neue',
  ],
  [/^(\d+) more of the same kind$/, '$1 weitere dieser Art'],
  [/^steps of (\S+) are not rehearsed$/, 'Schritte von $1 werden nicht geprobt'],
  [
    /^(\S+) of (\S+) is not rehearsed: such a program may need services and a network, and a rehearsal has neither$/,
    '$1 von $2 wird nicht geprobt: Ein solches Programm kann Dienste und ein Netz brauchen, und eine Probe hat beides nicht',
  ],
  [
    /^(.{1,300}), which may have needed the network that a rehearsal has not$/,
    '$1, wozu das Netz fehlen kann, das eine Probe nicht hat',
  ],
  [
    /^(\S+) needs itself \((.{1,300})\), so that none of these can come first\.$/,
    '$1 braucht sich selbst ($2), so dass keines davon zuerst kommen kann.',
  ],
  [/^overlays need Linux$/, 'Überzüge brauchen Linux'],
  [/^an overlay of the system needs root$/, 'ein Überzug des Systems braucht root'],
  [/^this kernel has no namespaces$/, 'dieser Kern hat keine Namensräume'],
  [/^there is too little memory to rehearse in$/, 'zu wenig Speicher für eine Probe'],
  [/^(\S+) is locked by (.{1,200})$/, '$1 ist gesperrt durch $2'],
  [/^there is no room for its downloads: (.*)$/, 'für das Herunterladen ist kein Platz: $1'],
  [/^another rehearsal is mounted here$/, 'eine andere Probe ist hier eingehängt'],
  [/^another rehearsal goes on$/, 'eine andere Probe läuft'],
  [/^(\S+) cannot be made: (.*)$/, '$1 lässt sich nicht anlegen: $2'],
  [/^the overlay cannot be worked in: (.*)$/, 'im Überzug lässt sich nicht arbeiten: $1'],
];

/** Sentences with another within them. */
const AROUND: readonly (readonly [pattern: RegExp, german: (inner: string, name: string) => string])[] = [
  [/^All of it is left alone: (?<inner>.*)\.$/, (inner) => `Nichts davon wird getan: ${inner}.`],
  [
    /^All of it is held back: (?<name>[^:\s]+): (?<inner>.*)\.$/,
    (inner, name) => `Alles davon wird zurückgehalten: ${name}: ${inner}.`,
  ],
  [
    /^(?<inner>.*); once an endpoint has reckoned it, it is taken \(suture plan --simulate\)$/,
    (inner) => `${inner}; hat ein Endpunkt es ausgerechnet, kommt es mit (suture plan --simulate)`,
  ],
];

/** `inGerman` is asked for what stands within. Undefined where it is no such sentence. */
export function planInGerman(text: string, inGerman: (text: string) => string): string | undefined {
  for (const [pattern, german] of AROUND) {
    const found = pattern.exec(text)?.groups;
    if (found !== undefined) return german(inGerman(found['inner'] ?? ''), found['name'] ?? '');
  }
  return undefined;
}

/** `4 more wait: offline`, and `it waits: coverage`; `reasons` are those of jobs. */
export function waitsInGerman(text: string, reasons: Readonly<Record<string, string>>): string | undefined {
  const [, count, reason = ''] = /^(?:(\d+) more waits?|it waits): ([\w-]+)$/.exec(text) ?? [];
  // Of several.
  const why = reason === 'offline' ? 'nicht erreichbar' : Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
  if (why === undefined) return undefined;
  return count === undefined ? `er wartet: ${why}` : `${count} weitere warten: ${why}`;
}
