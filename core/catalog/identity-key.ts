// One text for each name of a product in a channel, to tell them apart by.
import { plainVendor } from './names.ts';
import type { Channel, Identity } from './product.ts';

const folded: ReadonlySet<Channel> = new Set(['winget', 'store', 'chocolatey', 'program', 'bundle']);

/** Channels whose ids people write in either case are folded. */
export function identityKey(identity: Identity): string {
  const id = folded.has(identity.channel) ? identity.id.toLowerCase() : identity.id;
  return identity.channel === 'program'
    ? `program ${id}\0${plainVendor(identity.publisher) || identity.publisher.toLowerCase()}`
    : `${identity.channel} ${id}`;
}
