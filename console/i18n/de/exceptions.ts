// German texts of exceptions.
import type { Texts } from '../en/index.ts';

export const exceptions: Texts['exceptions'] = {
  new: 'Neue Ausnahme',
  make: 'Anlegen',
  propose: 'Zur Freigabe vorlegen',
  none: 'Es gibt keine Ausnahme: Alles Gefundene zählt. Eine Ausnahme sagt, wer dafür einsteht, dass ein Befund ruht, warum, und bis wann.',
  covers: 'Umfasst',
  coversHint: 'Eine Abfrage von Befunden, wie in der Liste der Schwachstellen: tag:legacy package:sudo',
  wouldCover_one: 'Jetzt umfasst sie {{shown}} Schwachstelle.',
  wouldCover_other: 'Jetzt umfasst sie {{shown}} Schwachstellen.',
  state: 'Zustand',
  states: {
    waits: 'wartet',
    'to-come': 'kommt erst',
    holds: 'gilt',
    expired: 'abgelaufen',
    ended: 'beendet',
  },
  findings: 'Befunde jetzt',
  noCount: 'zählt jetzt für nichts',
  onEndpoints_one: '{{findings}} auf {{endpoints}} Endpunkt',
  onEndpoints_other: '{{findings}} auf {{endpoints}} Endpunkten',
  owner: 'Wer dafür einsteht',
  ownerShort: 'Zuständig',
  reason: 'Warum',
  reasonHint: 'Ein Satz, den eine Prüferin in einem Jahr versteht',
  until: 'Bis',
  days: 'Vom {{from}} bis zum {{until}}, beide eingeschlossen.',
  made: 'Angelegt',
  approved: 'Freigegeben',
  ended: 'Beendet',
  needsApproval: 'Sie gilt, sobald jemand mit der Berechtigung exception.approve sie freigegeben hat.',
  approve: 'Freigeben',
  approveWhich: 'Ausnahme von {{covers}} freigeben',
  approveWhat_one:
    'Bis zum {{until}} bleiben {{findings}} Befunde auf {{endpoints}} Endpunkt aus Plänen heraus. Gezählt werden sie weiter, als ausgenommen.',
  approveWhat_other:
    'Bis zum {{until}} bleiben {{findings}} Befunde auf {{endpoints}} Endpunkten aus Plänen heraus. Gezählt werden sie weiter, als ausgenommen.',
  end: 'Beenden',
  endWhich: 'Ausnahme von {{covers}} beenden',
  endWhat_one:
    'Ihre {{findings}} Befunde auf {{endpoints}} Endpunkt stehen ab jetzt wieder in Plänen. Sie lässt sich nicht wieder aufnehmen; eine andere lässt sich anlegen.',
  endWhat_other:
    'Ihre {{findings}} Befunde auf {{endpoints}} Endpunkten stehen ab jetzt wieder in Plänen. Sie lässt sich nicht wieder aufnehmen; eine andere lässt sich anlegen.',
  of: {
    label: 'Welche Ausnahmen',
    all: 'Alle',
    waiting: 'Wartend',
    holding: 'Gültig',
    over: 'Vorbei',
  },
};
