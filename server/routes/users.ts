// Users, invitations and roles over the HTTP API.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { pageRequest } from '@suture/protocol/api/page.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import * as people from '@suture/protocol/api/people.ts';
import { done, idPath } from '@suture/protocol/api/text.ts';
import { permissionsOf, roles } from '../access/permissions.ts';
import { acceptInvitation } from '../actions/accept-invitation.ts';
import { changeUser } from '../actions/change-user.ts';
import { inviteUser, revokeInvitation } from '../actions/invite-user.ts';
import { removeUser } from '../actions/remove-user.ts';
import { resetSecondFactors } from '../actions/reset-second-factors.ts';
import { openInvitations, type InvitationRow } from '../store/invitations.ts';
import { memberOf, members, type MemberRow } from '../store/members.ts';
import { afterOf, byName, presented } from './lists.ts';
import { answers, created, named } from './openapi.ts';
import { missing, settled, type Resource } from './resource.ts';

named({
  User: people.user,
  UserPage: people.userPage,
  Invitation: people.invitation,
  InvitationList: people.invitationList,
  NewInvitation: people.newInvitation,
  RoleList: people.roleList,
});

const DONE = { done: true } as const;

const shown = ({ id, email, name, role, tagScope, since, builtIn }: MemberRow) => ({
  id,
  email,
  name,
  role,
  tagScope,
  since: since.toISOString(),
  builtIn,
});
const invited = ({ id, email, name, role, tagScope, hint, createdAt, expiresAt }: InvitationRow) => ({
  id,
  email,
  name,
  role,
  tagScope,
  hint,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});

export const userRoutes: Resource = (scope, { caller, door: anybody, now }) => {
  scope.get(
    apiPaths.users,
    {
      config: { needs: 'user.read' },
      schema: {
        operationId: 'listUsers',
        summary: 'The people of the organisation, and accounts of the server’s own, by e-mail address',
        querystring: pageRequest,
        response: answers(people.userPage, 400),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const { cursor, limit, skip } = request.query;
      const after = afterOf('users', 'uuid', cursor);
      const page = await store.inOrganisation(organisation, (transaction) =>
        members(transaction, { after: after && byName.read(after), limit, skip }),
      );
      return { ...presented(page, 'users', byName.write), items: page.rows.map(shown) };
    },
  );

  scope.get(
    apiPaths.user,
    {
      config: { needs: 'user.read' },
      schema: { operationId: 'showUser', summary: 'One of them', params: idPath, response: answers(people.user, 404) },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const found = await store.inOrganisation(organisation, (transaction) => memberOf(transaction, request.params.id));
      return found === undefined ? missing('There is no such user.') : shown(found);
    },
  );

  scope.patch(
    apiPaths.user,
    {
      config: { needs: 'user.edit' },
      schema: {
        operationId: 'changeUser',
        summary: 'Change the role, the tags or the name of somebody; with other rights they sign in anew',
        params: idPath,
        body: people.userChange,
        response: answers(people.user, 404, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      return shown(settled(await changeUser(door, by, request.params.id, request.body)));
    },
  );

  scope.delete(
    apiPaths.user,
    {
      config: { needs: 'user.edit' },
      schema: {
        operationId: 'removeUser',
        summary: 'Remove somebody, with their sessions and tokens',
        params: idPath,
        response: answers(done, 404, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      settled(await removeUser(door, by, request.params.id));
      return DONE;
    },
  );

  scope.delete(
    apiPaths.userSecondFactors,
    {
      config: { needs: 'user.edit' },
      schema: {
        operationId: 'resetSecondFactors',
        summary: 'Take off the authenticator and the passkeys of somebody who lost them',
        params: idPath,
        response: answers(done, 404, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      settled(await resetSecondFactors(door, by, request.params.id));
      return DONE;
    },
  );

  scope.get(
    apiPaths.invitations,
    {
      config: { needs: 'user.read' },
      schema: {
        operationId: 'listInvitations',
        summary: 'Invitations that nobody has followed yet',
        response: answers(people.invitationList),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const found = await store.inOrganisation(organisation, (transaction) => openInvitations(transaction, now()));
      return { items: found.map(invited) };
    },
  );

  scope.post(
    apiPaths.invitations,
    {
      config: { needs: 'user.edit' },
      schema: {
        operationId: 'inviteUser',
        summary: 'Invite somebody, by a link that works once',
        body: people.invitationRequest,
        response: created(people.newInvitation, 409),
      },
    },
    async (request, reply) => {
      const { by, door } = caller(request);
      const { invitation, token } = settled(await inviteUser(door, by, request.body));
      // Behind a number sign, where no server and no log sees it.
      const link = `https://${request.host}/invitation#${token}`;
      return reply.code(201).send({ ...invited(invitation), token, link });
    },
  );

  scope.delete(
    apiPaths.invitation,
    {
      config: { needs: 'user.edit' },
      schema: {
        operationId: 'revokeInvitation',
        summary: 'Withdraw an invitation',
        params: idPath,
        response: answers(done, 404),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      settled(await revokeInvitation(door, by, request.params.id));
      return DONE;
    },
  );

  scope.post(
    apiPaths.invitationAcceptance,
    {
      config: { needs: 'anybody' },
      schema: {
        operationId: 'acceptInvitation',
        summary: 'Follow an invitation',
        body: people.acceptance,
        response: created(people.firstUser, 409),
      },
    },
    async (request, reply) => {
      const accepted = settled(await acceptInvitation(anybody, { ...request.body, address: request.ip }));
      return reply.code(201).send({ account: accepted.account });
    },
  );

  scope.get(
    apiPaths.roles,
    {
      config: { needs: 'signed-in' },
      schema: { operationId: 'listRoles', summary: 'Roles, and what each may', response: answers(people.roleList) },
    },
    async () => ({ items: roles.map((name) => ({ name, permissions: [...permissionsOf(name)] })) }),
  );
};
