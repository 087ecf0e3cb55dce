// Whose database this is, and the keys its servers share: made once, by whichever server is first.
import { randomUUID } from 'node:crypto';
import type { OrganisationId, Store, Transaction } from './database.ts';
import { NOBODY } from './users.ts';

export interface Installation {
  readonly organisation: OrganisationId;
  readonly epoch: number;
}

function installationIn(transaction: Transaction): Promise<readonly (Installation & { readonly epoch: number })[]> {
  return transaction.query('select organisation, epoch::int as epoch from installation');
}

class AnotherWasFirst extends Error {}

/** The installation, made where there is none; servers that start at once end up with the same one. `host`: whose it is called then. */
export async function openInstallation(store: Store, host = ''): Promise<Installation> {
  for (let tries = 0; ; tries++) {
    const [found] = await store.inOrganisation(NOBODY, installationIn);
    if (found !== undefined) return found;
    const organisation = randomUUID() as OrganisationId;
    const name = host === '' || tries > 0 ? `installation ${organisation.slice(0, 8)}` : `the machines of ${host}`;
    try {
      await store.inOrganisation(organisation, async (transaction) => {
        const named = await transaction.query(
          'insert into organisation (organisation, name) values ($1, $2) on conflict (name) do nothing returning name',
          [organisation, name],
        );
        // The name is taken by who was first, or by an organisation without an installation.
        if (named.length === 0) throw new AnotherWasFirst();
        const made = await transaction.query(
          'insert into installation (organisation) values ($1) on conflict do nothing returning one',
          [organisation],
        );
        if (made.length === 0) throw new AnotherWasFirst();
      });
    } catch (error) {
      if (!(error instanceof AnotherWasFirst)) throw error;
    }
  }
}

export interface KeyTexts {
  /** As `writeAuthorities` gives them. */
  readonly authorities: string;
  /** PKCS #8, PEM; Ed25519. */
  readonly signing: string;
}

/** The keys kept in the database; undefined where there are none. */
export const heldKeys = (store: Store, organisation: OrganisationId): Promise<KeyTexts | undefined> =>
  store.inOrganisation(organisation, async (transaction) => {
    await transaction.query("select set_config('suture.about', 'keys', true)");
    return (await transaction.query<KeyTexts>('select authorities, signing from installation_keys'))[0];
  });

/** The keys kept in the database: those there, or else what `make` makes. */
export async function keysInDatabase(
  store: Store,
  organisation: OrganisationId,
  make: () => Promise<KeyTexts>,
): Promise<KeyTexts> {
  const held = await heldKeys(store, organisation);
  if (held !== undefined) return held;
  const made = await make();
  await replaceKeys(store, organisation, made, 'on conflict do nothing');
  return (await heldKeys(store, organisation)) ?? made;
}

export function replaceKeys(
  store: Store,
  organisation: OrganisationId,
  { authorities, signing }: KeyTexts,
  otherwise: 'on conflict do nothing' | 'replace' = 'replace',
): Promise<void> {
  const conflict =
    otherwise === 'replace'
      ? 'on conflict (organisation) do update set authorities = excluded.authorities, signing = excluded.signing'
      : otherwise;
  return store.inOrganisation(organisation, async (transaction) => {
    await transaction.query("select set_config('suture.about', 'keys', true)");
    await transaction.query(
      `insert into installation_keys (organisation, authorities, signing) values ($1, $2, $3) ${conflict}`,
      [organisation, authorities, signing],
    );
  });
}
