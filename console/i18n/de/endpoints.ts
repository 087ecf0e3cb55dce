// Deutsche Texte der Liste der Endpunkte.
import type { endpoints as english } from '../en/endpoints.ts';
import type { Texts } from '../en/index.ts';

export const endpoints: Texts<typeof english> = {
  title: 'Endpunkte',
  name: 'Endpunkt',
  system: 'System',
  state: 'Zustand',
  inventory: 'Inventar',
  tags: 'Tags',
  exposure: 'Erreichbar aus',
  seen: 'Zuletzt gesehen',
  states: { pending: 'wartet auf Freigabe', active: 'aktiv', quarantined: 'in Quarantäne', revoked: 'gesperrt' },
  inventories: { complete: 'vollständig', partial: 'unvollständig', failed: 'misslungen', none: 'noch nichts' },
  exposures: { internet: 'Internet', internal: 'innen', unknown: 'unbekannt (gilt als Internet)' },
  none: 'Noch kein Endpunkt ist dabei.',
  join: 'Diesen Befehl auf diesem Server ausführen, und die Zeile, die er ausgibt, auf der neuen Maschine:',
};
