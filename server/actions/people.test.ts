// People on a real PostgreSQL: the first user, signing in and out, tokens, who is refused, and what is recorded.
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { accessOf, type Access, type Role } from '../access/permissions.ts';
import { hashPassword, passwordCost } from '../access/passwords/password.ts';
import { recognise } from '../access/sign-in.ts';
import { apiTokens } from '../store/api-tokens.ts';
import { auditPage, verifyAudit } from '../store/audit.ts';
import { openStore, type OrganisationId, type Store } from '../store/database.ts';
import { forgetSessions } from '../store/sessions.ts';
import { addAccount, addMember } from '../store/users.ts';
import { useDatabase } from '../test-database.ts';
import { createApiToken } from './create-api-token.ts';
import { createFirstUser, offerFirstUser } from './create-first-user.ts';
import type { PeopleDoor } from './people-door.ts';
import { revokeApiToken } from './revoke-api-token.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

const database = useDatabase();
const cheap = { memoryKiB: 64, passes: 1, lanes: 1 };
const password = 'correct horse battery';

let store: Store;
let organisation: OrganisationId;
let clock: Date;
let door: PeopleDoor;
/** Every test has its own people and addresses, since those are counted for all organisations together. */
let mark: string;
let addresses: number;

beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 8 });
  clock = new Date('2026-11-22T12:00:00.000Z');
  door = { store, now: () => clock, random: randomBytes, passwordCost: cheap };
  mark = randomUUID().slice(0, 8);
  addresses = 0;
  organisation = await organisationNamed('acme');
  return () => store.close();
});

async function organisationNamed(name: string): Promise<OrganisationId> {
  const id = randomUUID() as OrganisationId;
  await store.inOrganisation(id, (transaction) =>
    transaction.query('insert into organisation (organisation, name) values ($1, $2)', [id, `${name} ${id}`]),
  );
  return id;
}

const pass = (ms: number): void => {
  clock = new Date(clock.getTime() + ms);
};
const email = (who: string): string => `${who}-${mark}@example.org`;
const somewhere = (): string => `2001:db8:${mark.slice(0, 4)}:${(addresses += 1).toString(16)}::1`;

async function person(who: string, role: Role, tagScope?: readonly string[], cost = cheap): Promise<string> {
  const hash = await hashPassword(password, randomBytes, cost);
  return store.inOrganisation(organisation, async (transaction) => {
    const account = await addAccount(transaction, { email: email(who), name: who, password: hash }, clock);
    if (account === undefined) throw new Error('taken');
    await addMember(transaction, { account, role, tagScope }, clock);
    return account;
  });
}

const tryToSignIn = (who: string, word = password, address: string | null = somewhere()) =>
  signIn(door, { email: email(who), password: word, organisation: undefined, address });

async function signedIn(who: string, address: string | null = somewhere()): Promise<{ token: string; access: Access }> {
  const outcome = await tryToSignIn(who, password, address);
  if (!outcome.ok) throw new Error(outcome.why);
  const found = await recognise(store, 'session', outcome.value.token, clock);
  if (!found.ok) throw new Error(found.why);
  return { token: outcome.value.token, access: found.access };
}

async function recorded(): Promise<readonly { readonly action: string; readonly [member: string]: unknown }[]> {
  expect(await verifyAudit(store, organisation)).toMatchObject({ ok: true });
  const page = await store.inOrganisation(organisation, (transaction) =>
    auditPage(transaction, {}, { after: undefined, limit: 1_000 }),
  );
  return page.rows.toReversed().map((entry) => ({ ...entry }));
}

describe('the first user', () => {
  const request = (token: string) => ({
    token,
    email: ` ${email('Ada').toUpperCase()} `,
    name: 'Ada',
    password,
    address: '192.0.2.1',
  });

  test('is made once with the link, is admin, and can sign in', async () => {
    const offer = await offerFirstUser(door, organisation);
    const made = await createFirstUser(door, request(offer!.token));
    expect(made).toMatchObject({ ok: true, value: { organisation } });
    const { access } = await signedIn('ada');
    expect(access.permissions.has('user.edit')).toBe(true);
    expect(await createFirstUser(door, { ...request(offer!.token), email: email('eve') })).toMatchObject({
      cause: 'link',
    });
    expect(await offerFirstUser(door, organisation)).toBeUndefined();
    expect((await recorded()).map(({ action, actor }) => [action, actor])).toEqual([
      ['setup-link.create', 'server'],
      ['user.create', access.actor],
      ['session.create', access.actor],
    ]);
  });

  test('is one, however many use the link at the same moment', async () => {
    const offer = await offerFirstUser(door, organisation);
    const made = await Promise.all(
      ['a', 'b', 'c', 'd'].map((who) => createFirstUser(door, { ...request(offer!.token), email: email(who) })),
    );
    expect(made.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('is not made with a link that expired, was replaced, was never made, or is of another kind', async () => {
    const first = await offerFirstUser(door, organisation);
    const second = await offerFirstUser(door, organisation);
    expect(await createFirstUser(door, request(first!.token))).toMatchObject({ cause: 'link' });
    pass(3_600_000);
    expect(await createFirstUser(door, request(second!.token))).toMatchObject({ cause: 'link' });
    for (const text of ['', 'sut_setup_x', second!.token.replace('setup', 'api')]) {
      expect(await createFirstUser(door, request(text))).toMatchObject({ cause: 'link' });
    }
  });

  test('needs an address, a name and a long password, and the link still works after a mistake', async () => {
    const offer = await offerFirstUser(door, organisation);
    for (const mistake of [
      { email: 'ada' },
      { email: 'a\u0000@b' },
      { name: '' },
      { name: 'a\nb' },
      { password: 'short' },
    ]) {
      expect(await createFirstUser(door, { ...request(offer!.token), ...mistake })).toMatchObject({ cause: 'invalid' });
    }
    expect(await createFirstUser(door, request(offer!.token))).toMatchObject({ ok: true });
  });
});

describe('a session', () => {
  beforeEach(() => person('ada', 'operator', ['web']).then(() => undefined));

  test('gives the permissions and the tags of its person, and nothing after signing out', async () => {
    const { token, access } = await signedIn('ada');
    expect(access).toMatchObject({ organisation, tagScope: ['web'] });
    expect(access.permissions.has('endpoint.edit')).toBe(true);
    expect(access.permissions.has('deployment.approve')).toBe(false);
    expect(await signOut(door, access, '192.0.2.1')).toMatchObject({ ok: true });
    const elsewhere = openStore({ connection: database().connection });
    expect(await recognise(elsewhere, 'session', token, clock)).toMatchObject({ ok: false, cause: 'revoked' });
    await elsewhere.close();
    await signOut(door, access, '192.0.2.1');
    expect((await recorded()).map(({ action, address }) => [action, address])).toEqual([
      ['session.create', expect.stringMatching(/^2001:db8:/)],
      ['session.revoke', '192.0.2.1'],
    ]);
  });

  test('ends when unused for an hour, and after twelve hours in any case', async () => {
    const { token } = await signedIn('ada');
    const idle = await signedIn('ada');
    for (let minutes = 50; minutes < 720; minutes += 50) {
      pass(50 * 60_000);
      expect(await recognise(store, 'session', token, clock)).toMatchObject({ ok: true });
    }
    expect(await recognise(store, 'session', idle.token, clock)).toMatchObject({ ok: false, cause: 'expired' });
    pass(20 * 60_000);
    expect(await recognise(store, 'session', token, clock)).toMatchObject({ ok: false, cause: 'expired' });
  });

  test('follows its person: another role at once, and nothing when they are no member any more', async () => {
    const { token } = await signedIn('ada');
    const change = (sql: string) => store.inOrganisation(organisation, (transaction) => transaction.query(sql));
    await change("update membership set role = 'viewer'");
    const demoted = await recognise(store, 'session', token, clock);
    expect(demoted.ok && [...demoted.access.permissions]).not.toContain('endpoint.edit');
    await change('delete from membership');
    expect(await recognise(store, 'session', token, clock)).toMatchObject({ ok: false, cause: 'unknown' });
  });

  test('is nothing to another organisation, and its token no API token', async () => {
    const { token } = await signedIn('ada');
    expect(await recognise(store, 'api', token, clock)).toMatchObject({ ok: false, cause: 'unknown' });
    const other = await organisationNamed('other');
    const seen = await store.inOrganisation(other, (transaction) =>
      transaction.query(`select 1 from session union all select 1 from account union all select 1 from membership
        union all select 1 from api_token union all select 1 from audit_entry`),
    );
    expect(seen).toEqual([]);
    const outcome = await signIn(door, { email: email('ada'), password, organisation: other, address: somewhere() });
    expect(outcome).toMatchObject({ cause: 'wrong' });
  });

  test('is not made where its record cannot be', async () => {
    const client = new pg.Client(database().superuser);
    await client.connect();
    await client.query(
      `insert into audit_entry select '${organisation}', 1, now(), 'x', null, 'x', null, 'null', 'null', '', repeat('0', 64)`,
    );
    await client.end();
    await expect(tryToSignIn('ada')).rejects.toThrow('audit_entry_pkey');
    const sessions = await store.inOrganisation(organisation, (transaction) =>
      transaction.query('select from session'),
    );
    expect(sessions).toHaveLength(0);
  });
});

describe('an API token', () => {
  const request = (scopes: readonly string[]) => ({
    label: 'backup',
    scopes,
    expiresAt: new Date(clock.getTime() + 86_400_000),
  });

  async function tokenOf(access: Access, ...scopes: readonly string[]) {
    const made = await createApiToken(door, access, request(scopes), null);
    if (!made.ok) throw new Error(made.why);
    return made.value;
  }

  test('may a part of what its person may, until it expires or is revoked', async () => {
    await person('ada', 'operator', ['web']);
    const { access } = await signedIn('ada');
    const { text, id } = await tokenOf(access, 'inventory.read', 'endpoint.edit');
    const found = await recognise(store, 'api', text, clock);
    expect(found).toMatchObject({ ok: true, access: { actor: `token:${id}`, tagScope: ['web'] } });
    expect(found.ok && [...found.access.permissions].toSorted()).toEqual(['endpoint.edit', 'inventory.read']);
    const other = await tokenOf(access, 'inventory.read');
    expect(await revokeApiToken(door, access, id, null)).toMatchObject({ ok: true });
    expect(await recognise(store, 'api', text, clock)).toMatchObject({ ok: false, cause: 'revoked' });
    expect(await recognise(store, 'api', other.text, clock)).toMatchObject({ ok: true });
    pass(86_400_000);
    expect(await recognise(store, 'api', other.text, clock)).toMatchObject({ ok: false, cause: 'expired' });
    const actions = (await recorded()).map(({ action }) => action);
    expect(actions).toEqual(['session.create', 'api-token.create', 'api-token.create', 'api-token.revoke']);
  });

  test('is not made with more than its person may, without an end, or by a token', async () => {
    await person('vic', 'viewer');
    const { access } = await signedIn('vic');
    const make = (change: object) => createApiToken(door, access, { ...request(['inventory.read']), ...change }, null);
    expect(await make({ scopes: ['endpoint.edit'] })).toMatchObject({ cause: 'forbidden' });
    expect(await make({ scopes: ['inventory.read', 'user.edit'] })).toMatchObject({ cause: 'forbidden' });
    for (const mistake of [
      { scopes: [] },
      { scopes: ['everything'] },
      { label: '' },
      { label: 'a\u0000' },
      { expiresAt: clock },
      { expiresAt: new Date(Number.NaN) },
      { expiresAt: new Date(clock.getTime() + 400 * 86_400_000) },
    ]) {
      expect(await make(mistake)).toMatchObject({ cause: 'invalid' });
    }
    const byToken = await recognise(store, 'api', (await tokenOf(access, 'api-token.create')).text, clock);
    expect(
      byToken.ok && (await createApiToken(door, byToken.access, request(['api-token.create']), null)),
    ).toMatchObject({
      cause: 'forbidden',
    });
    const nobody = accessOf({
      kind: 'session',
      member: { ...access.principal.member, role: 'none' as Role },
      session: 's',
    });
    expect(await createApiToken(door, nobody, request(['inventory.read']), null)).toMatchObject({ cause: 'forbidden' });
    expect((await recorded()).map(({ action }) => action)).toEqual(['session.create', 'api-token.create']);
  });

  test('of somebody else is revoked by an admin and by no viewer', async () => {
    await Promise.all([person('ada', 'operator'), person('vic', 'viewer'), person('root', 'admin')]);
    const [ada, vic, root] = [await signedIn('ada'), await signedIn('vic'), await signedIn('root')];
    const { id, text } = await tokenOf(ada.access, 'inventory.read');
    const before = await recorded();
    for (const asked of [id, randomUUID(), 'x', "'; drop table account"]) {
      expect(await revokeApiToken(door, vic.access, asked, null)).toMatchObject({ cause: 'not-found' });
    }
    expect(await recognise(store, 'api', text, clock)).toMatchObject({ ok: true });
    expect(await recorded()).toEqual(before);
    expect(await revokeApiToken(door, root.access, id, null)).toMatchObject({ ok: true });
    expect(await recognise(store, 'api', text, clock)).toMatchObject({ ok: false, cause: 'revoked' });
  });
});

describe('guessing passwords', () => {
  test('is slowed for one account from however many addresses, and not where its person usually is', async () => {
    await person('ada', 'viewer');
    await person('bob', 'viewer');
    const home = somewhere();
    await signedIn('ada', home);
    for (let n = 1; n <= 6; n += 1) expect(await tryToSignIn('ada', 'wrong')).toMatchObject({ cause: 'wrong' });
    expect(await tryToSignIn('ada')).toMatchObject({ cause: 'too-soon', retryAfterSeconds: 2 });
    expect(await tryToSignIn('ada', password, home)).toMatchObject({ ok: true });
    expect(await tryToSignIn('bob')).toMatchObject({ ok: true });
    pass(2_000);
    expect(await tryToSignIn('ada', 'wrong')).toMatchObject({ cause: 'wrong' });
    expect(await tryToSignIn('ada')).toMatchObject({ cause: 'too-soon', retryAfterSeconds: 4 });
  });

  test('is slowed for one address whatever it tries, and not for others there or elsewhere', async () => {
    await person('ada', 'viewer');
    await person('bob', 'viewer');
    const shared = somewhere();
    await signedIn('ada', shared);
    for (let n = 1; n <= 11; n += 1)
      expect(await tryToSignIn(`guess${n}`, 'wrong', shared)).toMatchObject({ cause: 'wrong' });
    expect(await tryToSignIn('guess12', 'wrong', shared)).toMatchObject({ cause: 'too-soon' });
    // The same 64 bits are the same somebody.
    expect(await tryToSignIn('guess12', 'wrong', shared.replace('::1', '::9'))).toMatchObject({ cause: 'too-soon' });
    expect(await tryToSignIn('ada', password, shared)).toMatchObject({ ok: true });
    expect(await tryToSignIn('bob')).toMatchObject({ ok: true });
  });

  test('many at the same moment are counted as many', async () => {
    await person('ada', 'viewer');
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => tryToSignIn('ada', 'wrong')));
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.cause === 'wrong')).toHaveLength(6);
  });

  test('waits a quarter of an hour at most, is forgotten after a day, and recorded when the person is back', async () => {
    await person('ada', 'viewer');
    for (let n = 1; n <= 25; n += 1) {
      await tryToSignIn('ada', 'wrong');
      pass(900_000);
    }
    await tryToSignIn('ada', 'wrong');
    expect(await tryToSignIn('ada')).toMatchObject({ cause: 'too-soon', retryAfterSeconds: 900 });
    pass(900_000);
    expect(await tryToSignIn('ada')).toMatchObject({ ok: true });
    expect((await recorded()).at(-1)).toMatchObject({ action: 'session.create', after: { failuresBefore: 26 } });
    await tryToSignIn('ada', 'wrong');
    pass(86_400_001);
    for (let n = 1; n <= 6; n += 1) expect(await tryToSignIn('ada', 'wrong')).toMatchObject({ cause: 'wrong' });
  });

  test('cannot be cleared by signing in to an account of one’s own', async () => {
    await person('eve', 'viewer');
    const lair = somewhere();
    for (let n = 1; n <= 10; n += 1) await tryToSignIn(`guess${n}`, 'wrong', lair);
    await signedIn('eve', lair);
    await signedIn('eve', lair);
    await tryToSignIn('guess11', 'wrong', lair);
    expect(await tryToSignIn('guess12', 'wrong', lair)).toMatchObject({ cause: 'too-soon' });
  });

  test('gives for a person who does not exist the same answer after the same work', { timeout: 60_000 }, async () => {
    await person('ada', 'viewer', undefined, passwordCost);
    door = { ...door, passwordCost };
    const cost = async (who: string) => {
      const begun = process.cpuUsage();
      const outcome = await tryToSignIn(who, 'wrong password');
      const { user, system } = process.cpuUsage(begun);
      return { outcome, work: user + system };
    };
    await cost('warm-up');
    const known = [await cost('ada'), await cost('ada'), await cost('ada')];
    const unknown = [await cost('one'), await cost('two'), await cost('three')];
    expect(unknown.map(({ outcome }) => outcome)).toEqual(known.map(({ outcome }) => outcome));
    const least = (all: typeof known) => Math.min(...all.map(({ work }) => work));
    expect(least(unknown) / least(known)).toBeGreaterThan(0.5);
    expect(least(unknown) / least(known)).toBeLessThan(2);
  });
});

test('a person’s tokens are listed without their secrets, and others only to who asks for all', async () => {
  await Promise.all([person('ada', 'viewer'), person('bob', 'viewer')]);
  const [ada, bob] = [await signedIn('ada'), await signedIn('bob')];
  for (const { access } of [ada, bob]) {
    const expiresAt = new Date(clock.getTime() + 1_000);
    await createApiToken(door, access, { label: 'script', scopes: ['inventory.read'], expiresAt }, null);
  }
  const list = (account: string | undefined) =>
    store.inOrganisation(organisation, (transaction) => apiTokens(transaction, account));
  const own = await list(ada.access.principal.member.account);
  expect(own.map(({ label, scopes, hint }) => ({ label, scopes, hint: hint.length }))).toEqual([
    { label: 'script', scopes: ['inventory.read'], hint: 4 },
  ]);
  expect(await list(undefined)).toHaveLength(2);
});

test('sessions that ended long ago are forgotten, and others are not', async () => {
  await person('ada', 'viewer');
  await signedIn('ada');
  pass(86_400_000);
  const { token } = await signedIn('ada');
  const forget = () => store.inOrganisation(organisation, (transaction) => forgetSessions(transaction, clock));
  expect(await forget()).toBe(1);
  expect(await forget()).toBe(0);
  expect(await recognise(store, 'session', token, clock)).toMatchObject({ ok: true });
});

test('a password hash of weaker parameters is replaced when its person signs in', async () => {
  await person('ada', 'viewer', undefined, { memoryKiB: 32, passes: 1, lanes: 1 });
  await signedIn('ada');
  const rows = await store.inOrganisation(organisation, (transaction) =>
    transaction.query<{ password: string }>('select password from account'),
  );
  expect(rows).toEqual([{ password: expect.stringContaining('$m=64,t=1,p=1$') }]);
});

test('no secret is in the record, in an error, or anywhere in the database', async () => {
  const offer = await offerFirstUser(door, organisation);
  const request = { token: offer!.token, email: email('ada'), name: 'Ada', password, address: null };
  await createFirstUser(door, request);
  const { token, access } = await signedIn('ada');
  const made = await createApiToken(
    door,
    access,
    { label: 'x', scopes: ['inventory.read'], expiresAt: new Date(clock.getTime() + 1_000) },
    null,
  );
  await signOut(door, access, null);
  const answers = [
    await createFirstUser(door, request),
    await tryToSignIn('ada', `${password}!`),
    await createApiToken(door, access, { label: '', scopes: [token], expiresAt: clock }, null),
    await revokeApiToken(door, access, token, null),
    await recognise(store, 'session', token, clock),
    await recorded(),
  ];
  const client = new pg.Client(database().superuser);
  await client.connect();
  const tables = [
    'account',
    'session',
    'api_token',
    'setup_link',
    'audit_entry',
    'audit_head',
    'membership',
    'sign_in_count',
  ];
  const rows: unknown[] = [];
  for (const table of tables) rows.push((await client.query(`select t::text as row from ${table} t`)).rows);
  await client.end();
  const text = JSON.stringify([answers, rows]);
  expect(text).toContain(email('ada'));
  for (const secret of [password, token, offer!.token, made.ok ? made.value.text : '']) {
    expect(secret).not.toBe('');
    expect(text).not.toContain(secret);
  }
  // Nor a hash of a password in what is recorded or answered.
  expect(JSON.stringify(answers)).not.toContain('argon2');
});
