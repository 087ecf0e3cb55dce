// An admin gives the organisation another name, which is all that the first start could not know.
import { organisationName, renameOrganisation } from '../store/members.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';

export function renameOrganisationTo(
  door: PeopleDoor,
  by: By,
  name: string,
): Promise<Done<{ readonly id: string; readonly name: string }, 'conflict'>> {
  const { organisation } = by.access;
  return door.store.inOrganisation(organisation, async (transaction) => {
    const before = await organisationName(transaction);
    const value = { id: organisation, name };
    if (before === name) return { ok: true, value };
    if (!(await renameOrganisation(transaction, name))) return refuse('conflict', 'another organisation has this name');
    await record(transaction, by, {
      at: door.now(),
      action: 'organisation.rename',
      subject: `organisation:${organisation}`,
      before: { name: before },
      after: { name },
    });
    return { ok: true, value };
  });
}
