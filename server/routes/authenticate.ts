// Who a request comes from: the bearer of an API token.
import { recognise } from '../access/sign-in.ts';
import type { Store } from '../store/database.ts';
import type { Authenticate } from './api.ts';

export const authenticateWith =
  (store: Store, now: () => Date): Authenticate =>
  (request) => {
    const [, bearer] = /^Bearer ([^\s]+)$/i.exec(request.headers.authorization ?? '') ?? [];
    return recognise(store, 'api', bearer, now());
  };
