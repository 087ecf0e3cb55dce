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
