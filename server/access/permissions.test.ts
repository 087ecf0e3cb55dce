// The table of permissions: what each role may, and that nothing else is allowed.
import { describe, expect, test } from 'vitest';
import type { OrganisationId } from '../store/database.ts';
import {
  accessOf,
  may,
  permissions,
  reaches,
  readPermission,
  roles,
  type Permission,
  type Role,
} from './permissions.ts';

const as = (role: Role, tagScope?: readonly string[]) =>
  accessOf({
    kind: 'session',
    member: { organisation: 'o' as OrganisationId, account: 'a', role, tagScope },
    session: 's',
  });
const withToken = (role: Role, scopes: readonly string[]) =>
  accessOf({
    kind: 'api-token',
    member: { organisation: 'o' as OrganisationId, account: 'a', role, tagScope: undefined },
    token: 't',
    scopes,
  });

describe('a role', () => {
  test.each<[Permission, Role]>([
    ['inventory.read', 'viewer'],
    ['api-token.create', 'viewer'],
    ['endpoint.edit', 'operator'],
    ['deployment.stop', 'operator'],
    ['deployment.approve', 'approver'],
    ['deployment.resume', 'approver'],
    ['user.edit', 'admin'],
    ['policy.edit', 'admin'],
  ])('may %s from %s on', (permission, least) => {
    expect(roles.filter((role) => may(as(role), permission))).toEqual(roles.slice(roles.indexOf(least)));
  });

  test('of a viewer may change nothing but its own tokens', () => {
    expect([...as('viewer').permissions]).toEqual(['inventory.read', 'deployment.read', 'api-token.create']);
  });

  test('that nobody knows may nothing', () => {
    for (const role of ['owner', '', '__proto__', 'constructor', 'ADMIN']) {
      expect(as(role as Role).permissions.size).toBe(0);
    }
    expect(may(as('admin'), 'everything' as Permission)).toBe(false);
  });
});

describe('a token', () => {
  test('may what its scopes say, and no more than its person', () => {
    expect([...withToken('operator', ['inventory.read', 'user.edit', 'deployment.stop']).permissions]).toEqual([
      'inventory.read',
      'deployment.stop',
    ]);
    expect(withToken('admin', []).permissions.size).toBe(0);
    expect(withToken('admin', ['*', 'admin', 'constructor']).permissions.size).toBe(0);
    expect(withToken('admin', ['inventory.read']).actor).toBe('token:t');
  });
});

test('a permission is read from its name and from nothing else', () => {
  expect(permissions.map(readPermission)).toEqual(permissions);
  for (const other of ['Inventory.read', 'inventory.*', '', 'toString', null, 1]) {
    expect(readPermission(other)).toBeUndefined();
  }
});

test('a tag scope reaches endpoints with one of its tags, and no scope reaches all', () => {
  expect(reaches(as('operator', ['web', 'db']), ['lab', 'db'])).toBe(true);
  expect(reaches(as('operator', ['web']), ['lab'])).toBe(false);
  expect(reaches(as('operator', ['web']), [])).toBe(false);
  expect(reaches(as('operator', []), ['web'])).toBe(false);
  expect(reaches(as('operator'), [])).toBe(true);
});
