// A person puts tags on an endpoint and takes others off.
import { setTags } from '../store/endpoint-changes.ts';
import { reaches } from '../access/permissions.ts';
import { changeEndpoint, type EndpointAct, type EndpointDone } from './change-endpoint.ts';
import { refuse, type By, type PeopleDoor } from './people-door.ts';

const most = 100;

export interface Tagging {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export const tagEndpoint = (door: PeopleDoor, by: By, id: string, tagging: Tagging): EndpointDone =>
  changeEndpoint(door, by, id, taggingOf(by, tagging));

export const taggingOf = ({ access }: By, { add, remove }: Tagging): EndpointAct => ({
  action: 'endpoint.tag',
  change: async (transaction, endpoint) => {
    const kept = endpoint.tags.filter((tag) => !remove.includes(tag));
    const tags = [...new Set([...kept, ...add.filter((tag) => !remove.includes(tag))])].toSorted();
    if (tags.length > most) return refuse('conflict', `an endpoint has at most ${most} tags`);
    if (JSON.stringify(tags) === JSON.stringify(endpoint.tags.toSorted())) return undefined;
    if (!reaches(access, tags)) return refuse('forbidden', 'without one of your tags you would not reach it any more');
    await setTags(transaction, endpoint.id, tags);
    return { tags };
  },
});
