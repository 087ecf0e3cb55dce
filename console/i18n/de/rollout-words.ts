// German for what the server notes of deployments and of updates: why a ring holds, why something stays, whence an update comes.

const HOLDS: Readonly<Record<string, string>> = {
  'the failures so far weigh too much against the usual rate':
    'die Fehlschläge wiegen gegen die übliche Rate zu schwer',
  'fewer than 90 % of the reachable endpoints are done': 'weniger als 90 % der erreichbaren Endpunkte sind fertig',
  'no endpoint of the ring can be reached, so nothing is known of it':
    'kein Endpunkt des Rings ist erreichbar, also ist nichts von ihm bekannt',
  'the soak is not over': 'die Beobachtung ist nicht zu Ende',
  'a probe blocks': 'eine Prüfung hält ihn auf',
  'no probe was evaluated': 'keine Prüfung wurde ausgewertet',
  'the counts cannot be read': 'die Zählung ist nicht lesbar',
  'the failures leave too much doubt, and a person has to say whether to go on':
    'die Fehlschläge lassen zu viel Zweifel; eine Person muss sagen, ob es weitergeht',
  'something failed in a ring too small for statistics':
    'etwas schlug fehl in einem Ring, der für Statistik zu klein ist',
  'the evidence would halt it': 'nach den Ergebnissen würde sie angehalten',
};

/** Patterns without repetition of repetitions, so that no sentence takes long. */
export const ROLLOUT_SENTENCES: readonly (readonly [pattern: RegExp, german: string])[] = [
  [/^([\w-]+) of (\S+) was not done: it is ([\w-]+)$/, '$1 von $2 unterblieb: Zustand $3'],
  [
    /^(\S+) stopped it before it began; its approval is void$/,
    '$1 hielt sie an, ehe sie begann; die Freigabe gilt nicht mehr',
  ],
  [/^(\S+) stopped it$/, '$1 hielt sie an'],
  [/^there was nothing to stop: it is ([\w-]+)$/, 'es gab nichts anzuhalten: Zustand $1'],
  [/^It is not rehearsed: its first ring is the rehearsal\.$/, 'Sie ist nicht geprobt: Ihr erster Ring ist die Probe.'],
  [
    /^It is rehearsed for (\d+) of (\d+) endpoints: for the others the first ring is the rehearsal\.$/,
    'Sie ist für $1 von $2 Endpunkten geprobt: für die übrigen ist der erste Ring die Probe.',
  ],
  [/^a probe of the ring fails: (.*)$/, 'eine Prüfung des Rings schlägt fehl: $1'],
  [/^the plan expired before it began$/, 'der Plan verfiel, ehe sie begann'],
  [/^(\d+) skipped, as no longer in the fleet$/, '$1 übersprungen, da nicht mehr in der Flotte'],
  [/^no slot is free in the organisation$/, 'in der Organisation ist kein Platz frei'],
  [/^([\w-]+) for longer than expected; it is not killed$/, 'Zustand $1 länger als erwartet; abgebrochen wird nichts'],
  [/^it is late: it answers an earlier dispatch$/, 'zu spät: Antwort auf einen früheren Auftrag'],
  [/^it is late: the job is ([\w-]+)$/, 'zu spät: Zustand des Auftrags ist $1'],
  [/^it speaks of no job that is known$/, 'sie spricht von keinem bekannten Auftrag'],
  [/^the job was called back$/, 'der Auftrag wurde zurückgerufen'],
  [/^it says nothing new of a job that is ([\w-]+)$/, 'sie sagt nichts Neues von einem Auftrag im Zustand $1'],
  [/^No endpoint is left to do\. Its query finds none\.?$/, 'Kein Endpunkt bleibt übrig: Die Abfrage findet keinen.'],
  [
    /^too few operators whose keys count have signed its plan, as a key was revoked: nothing begins until it is signed again$/,
    'zu wenige geltende Unterschriften unter dem Plan, da ein Schlüssel widerrufen wurde: nichts beginnt, bis er neu unterschrieben ist',
  ],
  [
    /^No endpoint is left to do\. Look at the exclusions, or choose other endpoints\.?$/,
    'Kein Endpunkt bleibt übrig. Die Ausgelassenen ansehen oder andere Endpunkte wählen.',
  ],
  [/^(.{1,200}) has excepted what it closes until ([\d-]+): (.*)$/, '$1 hat bis $2 ausgenommen, was es schließt: $3'],
  [/^Freeze: (.*)$/s, 'Änderungsstopp: $1'],
  [/^it comes from the security channel$/, 'es kommt aus dem Sicherheitskanal'],
  [/^from the security channel$/, 'aus dem Sicherheitskanal'],
  [/^the channel does not say$/, 'der Kanal sagt es nicht'],
  [/^(\S+) offers it$/, '$1 bietet es an'],
  [/^no advisory of (\S+) speaks of it$/, 'kein Sicherheitshinweis von $1 spricht davon'],
  [
    /^(.{1,60}?) (?:does|do) not say which (?:updates|upgrades|packages|refreshes|versions) are security updates$/,
    '$1: sagt nicht, was Sicherheit betrifft',
  ],
  [
    /^its dependencies cannot be met, not even by apt-get dist-upgrade$/,
    'die Abhängigkeiten sind nicht zu erfüllen, auch nicht mit apt-get dist-upgrade',
  ],
  [
    /^it is being phased in, so far (.{1,20}), and not yet to this one$/,
    'es wird schrittweise verteilt, bisher $1, an diesen noch nicht',
  ],
  [/^pinned in (.{1,200})$/, 'festgehalten in $1'],
  [/^pinned \((.{1,200})\)$/, 'festgehalten ($1)'],
  [/^(\S+) is on hold \((.{1,200})\)$/, '$1 wird zurückgehalten ($2)'],
  [/^no advisory feed covers (?:it|(".{1,80}"))$/, 'kein Feed mit Sicherheitshinweisen deckt $1 ab'],
  [/^(\S+) has (\d+ .B) free, and (\d+ .B) are needed$/, '$1: $2 frei, $3 nötig'],
  [/^(\S+) does not run any more$/, '$1 läuft nicht mehr'],
  [/^the (\w+) script of (\S+) ended with (\d+)$/, 'das Skript $1 von $2 endete mit $3'],
  [/^the repository answered (\d+)$/, 'die Quelle antwortete mit $1'],
];

/** `it holds: a; b`, each cause for itself; undefined where one is not known. */
export function holdsInGerman(text: string): string | undefined {
  if (!text.startsWith('it holds: ')) return undefined;
  const causes = text.slice('it holds: '.length).split('; ');
  const known = causes.map((cause) => (Object.hasOwn(HOLDS, cause) ? HOLDS[cause] : undefined));
  return known.includes(undefined) ? undefined : `Er hält an: ${known.join('; ')}`;
}

/** Parts of what an update of firmware says for itself, with semicolons between. */
const FIRMWARE: readonly (readonly [pattern: RegExp, german: string])[] = [
  [/^closes (.+)$/, 'schließt $1'],
  [/^its vendor calls it (\w+)$/, 'der Hersteller nennt es $1'],
  [
    /^its release names no vulnerability, which may mean either$/,
    'die Ausgabe nennt keine Schwachstelle; das kann beides heißen',
  ],
];
const NEEDS: Readonly<Record<string, string>> = {
  'the machine plugged in': 'Strom aus der Dose',
  'the device put into its bootloader by hand': 'das Gerät von Hand im Bootloader',
  'a shutdown': 'ein Herunterfahren',
  'a reboot': 'einen Neustart',
  'activation afterwards': 'danach das Aktivieren',
  'the recovery key of the disk at hand': 'den Wiederherstellungsschlüssel der Platte zur Hand',
};

function needsInGerman(part: string): string | undefined {
  if (!part.startsWith('needs ')) return undefined;
  const needs = part.slice('needs '.length).split(' and ');
  const known = needs.map((need) => (Object.hasOwn(NEEDS, need) ? NEEDS[need] : undefined));
  return known.includes(undefined) ? undefined : `braucht ${known.join(' und ')}`;
}

/** Undefined unless every part is known. */
export function firmwareInGerman(text: string): string | undefined {
  const parts = text.split('; ').map((part) => {
    const found = FIRMWARE.find(([pattern]) => pattern.test(part));
    return found === undefined ? needsInGerman(part) : part.replace(...found);
  });
  return parts.includes(undefined) ? undefined : parts.join('; ');
}
