// German for why jobs fail and what to do, by the cause that the server names; its own words are English.

/** What it says, then what to do. */
export const causes: Readonly<Record<string, readonly [says: string, remedy: string]>> = {
  'disk-full': [
    'ein Dateisystem hat zu wenig Platz',
    'Platz auf dem genannten Dateisystem schaffen, dann den Endpunkt erneut versuchen.',
  ],
  'lock-held': [
    'ein anderer Prozess hält die Paketverwaltung',
    'Auf den genannten Prozess warten oder ihn beenden, wenn er hängt; dann erneut versuchen.',
  ],
  'broken-before': [
    'die Paketdatenbank war schon vorher beschädigt',
    'Auf dem Endpunkt reparieren (dpkg --configure -a, dnf check), dann erneut versuchen.',
  ],
  drifted: [
    'was installiert ist oder angeboten wird, ist nicht mehr das Eingefrorene',
    'Einen neuen Plan machen: Der Endpunkt hat sich seither geändert.',
  ],
  'dependency-conflict': [
    'die Versionen des Plans lassen sich nicht zusammen installieren',
    'Den genannten Konflikt ansehen; das genannte Paket in einem neuen Plan zurückhalten oder dazunehmen.',
  ],
  'not-trusted': [
    'der Endpunkt hat eine Unterschrift abgelehnt',
    'Die Schlüssel auf dem Endpunkt mit denen des Servers vergleichen. Ausgeführt wurde nichts.',
  ],
  vetoed: [
    'die Richtliniendatei auf dem Endpunkt verbietet es',
    'Die Richtliniendatei auf dem Endpunkt ändern, oder ihn aus dem Plan lassen.',
  ],
  'not-begun': [
    'er durfte beginnen und tat es nicht: zurückgerufen, abgeschnitten oder zu spät',
    'Den Endpunkt erneut versuchen; die Worte daneben sagen, was dazwischenkam.',
  ],
  'on-battery': [
    'der Endpunkt läuft auf Batterie',
    'An den Strom hängen; in seinem nächsten Wartungsfenster wird es wieder versucht.',
  ],
  'precheck-failed': [
    'eine Prüfung vor der Installation schlug fehl',
    'Die in der Mitschrift genannte Prüfung ansehen.',
  ],
  'precheck-timeout': [
    'die Prüfungen vor der Installation wurden in 10 Minuten nicht fertig',
    'Nach einer hängenden Prüfung oder Paketverwaltung auf dem Endpunkt sehen.',
  ],
  'download-failed': [
    'ein Paket ließ sich nicht laden',
    'Die genannte Quelle und den Weg dorthin prüfen, dann erneut versuchen.',
  ],
  'download-stalled': ['das Laden kam 10 Minuten lang nicht voran', 'Netz und Quelle prüfen, dann erneut versuchen.'],
  'hash-mismatch': [
    'ein Paket ist nicht das angekündigte',
    'Nicht blind wiederholen: die Quelle mit ihrem Herausgeber vergleichen; ein Spiegel kann alt oder verändert sein.',
  ],
  'signature-mismatch': [
    'eine Quelle oder ein Paket ist nicht mit einem vertrauten Schlüssel unterschrieben',
    'Den Schlüssel der Quelle prüfen. Installiert wurde nichts.',
  ],
  'script-failed': [
    'ein Skript eines Pakets schlug fehl',
    'Die Zeilen der Mitschrift lesen; Paket und Skript stehen dort.',
  ],
  'install-failed': [
    'die Paketverwaltung schlug fehl',
    'Die Zeilen der Mitschrift lesen, den Endpunkt reparieren, dann erneut versuchen.',
  ],
  'disk-full-while-installing': [
    'der Platz ging während der Installation aus',
    'Platz schaffen und die Paketverwaltung fertig werden lassen (dpkg --configure -a), dann erneut versuchen.',
  ],
  interrupted: [
    'die Installation wurde abgeschnitten und ließ sich nicht zu Ende bringen',
    'Den Endpunkt ansehen: Seine Paketdatenbank braucht vielleicht Reparatur. Von selbst wird es nicht wieder versucht.',
  ],
  'no-report-after-crash': [
    'nach einem Absturz sagte der Endpunkt 30 Minuten lang nicht, was er vorfand',
    'Den Endpunkt und sein Journal ansehen.',
  ],
  'versions-differ': [
    'nach der Installation sind die Versionen nicht die des Plans',
    'Nach zurückgehaltenen und angehefteten Paketen sehen, dann einen neuen Plan machen.',
  ],
  'old-code-running': [
    'die neue Version ist installiert, aber alter Code läuft noch',
    'Die genannten Dienste oder die Maschine neu starten.',
  ],
  'service-down': [
    'ein Dienst, der vorher lief, läuft nicht mehr',
    'Das Journal des genannten Dienstes lesen; zurücknehmen, wenn er nicht wiederkommt.',
  ],
  'socket-gone': ['ein vorher offener Port ist zu', 'Nach dem Dienst sehen, der dort lauschte.'],
  'probe-failed': ['eine Prüfung nach der Installation schlug fehl', 'Die in der Mitschrift genannte Prüfung ansehen.'],
  'reboot-loop': ['sie startete öfter neu als geplant', 'Den vorigen Eintrag starten und auf die Konsole sehen.'],
  'verification-timeout': [
    'binnen 15 Minuten kam keine Bestätigung',
    'Nachsehen, ob der Endpunkt antwortet; bis dahin ist sein Zustand unbekannt.',
  ],
  'service-died-in-soak': [
    'ein Dienst starb nach einer sauberen Installation',
    'Das Journal des Dienstes lesen; zurücknehmen, wenn er nicht oben bleibt.',
  ],
  'unplanned-reboot': [
    'die Maschine startete neu, ohne dass es verlangt war',
    'Nach einem Absturz sehen (Kernelprotokoll, Konsole); zurücknehmen, wenn es wieder geschieht.',
  ],
  'probe-failed-in-soak': [
    'eine Prüfung am Ende der Beobachtung schlug fehl',
    'Die in der Mitschrift genannte Prüfung ansehen.',
  ],
  'rollback-timeout': ['das Zurücknehmen wurde in 60 Minuten nicht fertig', 'Jemand muss den Endpunkt jetzt ansehen.'],
  'rollback-impossible': [
    'was zum Zurücknehmen nötig ist, ist nicht mehr da',
    'Den Endpunkt von Hand reparieren oder wiederherstellen.',
  ],
  'rollback-error': ['das Zurücknehmen schlug fehl', 'Jemand muss den Endpunkt jetzt ansehen.'],
};
