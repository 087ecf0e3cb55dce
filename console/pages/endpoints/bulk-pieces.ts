// One piece of a change of many endpoints.
import { api, dataOf } from '../../api/client.ts';
import type { Criticality, Exposure } from '../endpoint/description.ts';
import type { Piece } from './bulk-outcome.ts';

export type Wanted =
  | { readonly kind: 'tags'; readonly add: string[]; readonly remove: string[] }
  | { readonly kind: 'description'; readonly criticality?: Criticality; readonly exposure?: Exposure }
  | { readonly kind: 'approval' };

export function changePiece(id: string, wanted: Wanted, from: number): Promise<Piece> {
  const params = { path: { id } };
  switch (wanted.kind) {
    case 'tags': {
      const { add, remove } = wanted;
      return dataOf(api.POST('/api/v1/endpoint-selections/{id}/tags', { params, body: { add, remove, from } }));
    }
    case 'description': {
      const { kind: _kind, ...body } = wanted;
      return dataOf(api.POST('/api/v1/endpoint-selections/{id}/description', { params, body: { ...body, from } }));
    }
    case 'approval':
      return dataOf(api.POST('/api/v1/endpoint-selections/{id}/approval', { params, body: { from } }));
  }
}

/** Of one selection. */
const MOST = 1000;

/** Takes a change of many endpoints back, for those that it changed, whatever each was before. */
export async function takeBack(undo: Piece['undo']): Promise<void> {
  for (const { endpoints, add, remove, ...description } of undo) {
    const wanted: Wanted[] = [];
    if (add.length + remove.length > 0) wanted.push({ kind: 'tags', add: [...add], remove: [...remove] });
    if (Object.keys(description).length > 0) wanted.push({ kind: 'description', ...description });
    for (let first = 0; first < endpoints.length; first += MOST) {
      const body = { endpoints: endpoints.slice(first, first + MOST) };
      const { id } = await dataOf(api.POST('/api/v1/endpoint-selections', { body }));
      for (const each of wanted) {
        let from: number | null = 0;
        while (from !== null) from = (await changePiece(id, each, from)).next;
      }
    }
  }
}
