// A person puts tags on an endpoint and takes others off.
import { setTags } from '../store/endpoint-changes.ts';
import { reaches } from '../access/permissions.ts';
import { changeEndpoint, type EndpointDone } from './change-endpoint.ts';
import { refuse, type By, type PeopleDoor } from './people-door.ts';

const most = 100;

export const tagEndpoint = (
  door: PeopleDoor,
  by: By,
  id: string,
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
): EndpointDone =>
  changeEndpoint(door, by, id, {
    action: 'endpoint.tag',
    change: async (transaction, endpoint) => {
      const kept = endpoint.tags.filter((tag) => !remove.includes(tag));
      const tags = [...new Set([...kept, ...add.filter((tag) => !remove.includes(tag))])].toSorted();
      if (tags.length > most) return refuse('conflict', `an endpoint has at most ${most} tags`);
      if (JSON.stringify(tags) === JSON.stringify(endpoint.tags.toSorted())) return undefined;
      if (!reaches(by.access, tags))
        return refuse('forbidden', 'without one of your tags you would not reach it any more');
      await setTags(transaction, id, tags);
      return { tags };
    },
  });
