// A way to the database in which nothing is seen or changed beyond what somebody reaches.
import type { Store } from '../store/database.ts';
import { limitToTags } from '../store/tag-scope.ts';
import type { Access } from './permissions.ts';

/** The store, bound to the tags that `access` is limited to. */
export const reaching = (store: Store, { tagScope }: Pick<Access, 'tagScope'>): Store =>
  tagScope === undefined
    ? store
    : {
        inOrganisation: (organisation, work, how) =>
          store.inOrganisation(
            organisation,
            async (transaction) => {
              await limitToTags(transaction, tagScope);
              return work(transaction);
            },
            how,
          ),
        close: () => store.close(),
      };
