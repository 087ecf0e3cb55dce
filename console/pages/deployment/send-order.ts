// What people say to a deployment, each with its path.
import { api, dataOf } from '../../api/client.ts';
import type { Once } from '../../api/act.ts';

/** What an order makes old. */
export const OLD = [
  'plan',
  'deployment',
  'deployments',
  'deployment-jobs',
  'deployment-job',
  'endpoint-jobs',
  'calendar',
];

export type Order =
  | {
      readonly kind:
        | 'pause'
        | 'resumption'
        | 'promotion'
        | 'stop'
        | 'rejection'
        | 'cancellation'
        | 'rollback'
        | 'break-glass'
        | 'coverage-waiver'
        | 'rehearsal';
    }
  /** `plan`: the hash of what was looked at. */
  | { readonly kind: 'approval'; readonly plan: string }
  | { readonly kind: 'rehearsal-acceptance'; readonly reason: string }
  /** RFC 3339. */
  | { readonly kind: 'start'; readonly startAt: string }
  | { readonly kind: 'retry' | 'release'; readonly endpoint: string };

export function send(id: string, order: Order, once: Once): Promise<{ readonly state: string }> {
  const params = { path: { id }, header: once };
  switch (order.kind) {
    case 'approval':
      return dataOf(api.POST('/api/v1/deployments/{id}/approval', { params, body: { plan: order.plan } }));
    case 'rehearsal-acceptance':
      return dataOf(
        api.POST('/api/v1/deployments/{id}/rehearsal-acceptance', { params, body: { reason: order.reason } }),
      );
    case 'start':
      return dataOf(api.POST('/api/v1/deployments/{id}/start', { params, body: { startAt: order.startAt } }));
    case 'retry':
    case 'release':
      return dataOf(api.POST(`/api/v1/deployments/{id}/${order.kind}`, { params, body: { endpoint: order.endpoint } }));
    default:
      return dataOf(api.POST(`/api/v1/deployments/{id}/${order.kind}`, { params }));
  }
}
