// Oneself over the HTTP API: who one is, what one may, and the password.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { me, passwordRequest } from '@suture/protocol/api/people.ts';
import { done } from '@suture/protocol/api/text.ts';
import { changePassword } from '../actions/change-password.ts';
import { accountShown, organisationName } from '../store/members.ts';
import { answers, named } from './openapi.ts';
import { missing, settled, type Resource } from './resource.ts';

named({ Me: me });

const DONE = { done: true } as const;
const own = { config: { needs: 'signed-in' } } as const;

export const meRoutes: Resource = (scope, { caller }) => {
  scope.get(
    apiPaths.me,
    { ...own, schema: { operationId: 'showMe', summary: 'Who one is, and what one may', response: answers(me, 404) } },
    async (request) => {
      const { access, store, organisation } = caller(request);
      const { principal, permissions, tagScope } = access;
      const { account, role } = principal.member;
      return store.inOrganisation(organisation, async (transaction) => {
        const { email, name } = (await accountShown(transaction, account)) ?? missing('There is no such person.');
        return {
          kind: principal.kind,
          account,
          email,
          name,
          organisation: { id: organisation, name: await organisationName(transaction) },
          role,
          permissions: [...permissions],
          tagScope: tagScope ?? null,
        };
      });
    },
  );

  scope.put(
    apiPaths.password,
    {
      ...own,
      schema: {
        operationId: 'changePassword',
        summary: 'Change the password; other sessions end',
        body: passwordRequest,
        response: answers(done, 409),
      },
    },
    async (request) => {
      const { by, door, store } = caller(request);
      // Not one act but two: whoever asks again proves the password again.
      settled(await changePassword({ ...door, store }, by, request.body));
      return DONE;
    },
  );
};
