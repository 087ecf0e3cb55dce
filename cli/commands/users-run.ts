// The work of `suture users`.
import { AppError } from '@suture/core/app-error.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { confirm } from '../input/terminal-input.ts';
import { readTag } from '../input/tag.ts';
import { ageText } from '../output/age.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { plural } from '../output/words.ts';
import { type Connection, connect } from '../server/connect.ts';
import { collect } from '../server/pages.ts';
import type { ConfirmOptions, ListOptions, ServerOptions } from './server-options.ts';
import type { InviteOptions, Role } from './users.ts';

type User = components['schemas']['User'];
type Invitation = components['schemas']['Invitation'];
type Person = (User & { readonly state: 'user' }) | (Invitation & { readonly state: 'invited' });

async function people({ api, ask }: Connection): Promise<readonly Person[]> {
  const [users, invitations] = await Promise.all([
    collect((query) => ask(api.GET('/api/v1/users', { params: { query } })), Number.POSITIVE_INFINITY),
    ask(api.GET('/api/v1/invitations')),
  ]);
  return [
    ...users.rows.map((user) => ({ ...user, state: 'user' as const })),
    ...invitations.items.map((invitation) => ({ ...invitation, state: 'invited' as const })),
  ];
}

export async function usersLs(options: ListOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const connection = await connect(options, context);
  const all = await people(connection);
  const invited = all.filter(({ state }) => state === 'invited').length;
  const users = all.filter((one) => one.state === 'user' && !one.builtIn).length;
  const list = {
    schema: 'suture.users/1',
    about: { server: connection.origin },
    rows: all.slice(0, most),
    total: all.length,
    columns: columnsAt(context.now()),
    said: [
      `${users === 0 ? 'Nobody has an account yet' : plural(users, 'person', 'people')}${invited === 0 ? '' : `, ${invited} invited`}.`,
    ],
    next: 'suture users invite EMAIL',
  };
  writeRows(list, options, context);
}

/** A row for each permission, in the order in which the roles gain them. */
export async function usersRoles(options: ListOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const { api, ask, origin } = await connect(options, context);
  const { items: roles } = await ask(api.GET('/api/v1/roles'));
  const rows = roles.at(-1)?.permissions ?? [];
  const list = {
    schema: 'suture.roles/1',
    about: { server: origin },
    rows: rows.slice(0, most),
    total: rows.length,
    columns: [
      { name: 'permission', shown: (permission: string) => permission },
      ...roles.map(({ name, permissions }) => ({
        name,
        shown: (permission: string) => (permissions.includes(permission) ? 'yes' : ''),
        value: (permission: string) => permissions.includes(permission),
      })),
    ],
    said: [`${plural(roles.length, 'role', 'roles')}, each of which may all that the one before it may.`],
    next: 'suture users role EMAIL ROLE',
  };
  writeRows(list, options, context);
}

const columnsAt = (now: Date): readonly Column<Person>[] => [
  { name: 'email', shown: ({ email }) => email },
  { name: 'id', shown: ({ id }) => id, isForPrograms: true },
  { name: 'name', shown: ({ name }) => name },
  { name: 'role', shown: ({ role }) => role },
  { name: 'only tags', shown: ({ tagScope }) => tagScope?.join(' ') ?? '' },
  {
    name: 'since',
    shown: (one) => {
      if (one.state === 'invited') return `invited, until ${one.expiresAt.slice(0, 10)}`;
      return `${ageText(one.since, now)}${one.builtIn ? ', built in' : ''}`;
    },
    value: (one) => (one.state === 'user' ? one.since : one.createdAt),
  },
  {
    name: 'state',
    shown: (one) => (one.state === 'user' && one.builtIn ? 'built-in' : one.state),
    isForPrograms: true,
  },
];

export async function usersInvite(email: string, options: InviteOptions, context: Context): Promise<void> {
  const { api, ask } = await connect(options, context);
  const tagScope = options.tag.length > 0 ? options.tag.map(readTag) : null;
  const name = options.name ?? email.split('@', 1)[0] ?? email;
  const made = await ask(api.POST('/api/v1/invitations', { body: { email, name, role: options.role, tagScope } }));
  if (options.json === true) {
    context.stdout.write(inertJson({ schema: 'suture.invitation/1', ...made }));
    return;
  }
  context.stdout.write(`${printable(made.link)}\n`);
  if (options.quiet === true) return;
  const only = tagScope === null ? '' : `, for endpoints tagged ${tagScope.join(' or ')}`;
  context.stderr.write(
    printable(
      `Hand it to ${made.email} (${made.role}${only}) over a way you trust. Good until ${made.expiresAt.slice(0, 10)}.`,
    ) + '\n',
  );
}

async function personOf(connection: Connection, email: string): Promise<Person> {
  const word = email.toLowerCase();
  const found = (await people(connection)).find((one) => one.email.toLowerCase() === word || one.id === word);
  if (found !== undefined) return found;
  throw new AppError('input', `nobody here has the address ${email}`, 'See who there is: suture users ls');
}

export async function usersRole(email: string, role: Role, options: ServerOptions, context: Context): Promise<void> {
  const connection = await connect(options, context);
  const { id, state, role: former } = await personOf(connection, email);
  if (state === 'invited') {
    throw new AppError(
      'input',
      `${email} has not followed the invitation yet`,
      'Withdraw it and invite anew: suture users remove',
    );
  }
  const { api, ask } = connection;
  const user = await ask(api.PATCH('/api/v1/users/{id}', { params: { path: { id } }, body: { role } }));
  if (options.json === true) context.stdout.write(inertJson({ schema: 'suture.user/1', ...user }));
  else
    context.stdout.write(printable(`${user.email} is ${user.role} now, was ${former}.`) + '\nNext: suture users ls\n');
}

export async function usersRemove(email: string, options: ConfirmOptions, context: Context): Promise<void> {
  const connection = await connect(options, context);
  const { id, state, email: address, role } = await personOf(connection, email);
  const isUser = state === 'user';
  const question = isUser
    ? `Remove ${address} (${role}) with all sessions and tokens`
    : `Withdraw the invitation of ${address}`;
  await confirm([question], options, context);
  const { api, ask } = connection;
  const params = { path: { id } };
  await (isUser
    ? ask(api.DELETE('/api/v1/users/{id}', { params }))
    : ask(api.DELETE('/api/v1/invitations/{id}', { params })));
  if (options.json === true)
    context.stdout.write(inertJson({ schema: 'suture.user-removed/1', id, email: address, state }));
  else
    context.stdout.write(
      printable(isUser ? `${address} is removed.` : `The invitation of ${address} is withdrawn.`) +
        '\nNext: suture users ls\n',
    );
}
