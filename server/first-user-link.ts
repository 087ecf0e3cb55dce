// The one-time link for the first user: the same one for as long as it holds, a new one after, none once there is a user.
import { offerFirstUser } from './actions/create-first-user.ts';
import type { PeopleDoor } from './actions/people-door.ts';
import type { OrganisationId } from './store/database.ts';
import { hasMembers } from './store/users.ts';

export interface FirstUserLink {
  /** The token is behind `#`, which browsers send nowhere. */
  readonly link: string;
  readonly expiresAt: Date;
}

/** What is left of a link's life must be enough to open it. */
const leastMs = 10 * 60_000;

/** `url`: of the API listener, an origin. */
export function firstUserLinks(
  door: PeopleDoor,
  organisation: OrganisationId,
  url: () => string,
): () => Promise<FirstUserLink | undefined> {
  let held: { readonly token: string; readonly expiresAt: Date } | undefined;
  return async () => {
    const isHeld = held !== undefined && held.expiresAt.getTime() - door.now().getTime() > leastMs;
    if (isHeld && (await door.store.inOrganisation(organisation, hasMembers))) return undefined;
    if (!isHeld) held = await offerFirstUser(door, organisation);
    return held === undefined ? undefined : { link: `${url()}/setup#${held.token}`, expiresAt: held.expiresAt };
  };
}
