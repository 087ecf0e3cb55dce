// Where the resident part leaves what a server says of packages of one's own; nothing there is believed before it is verified.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { OWN } from '@suture/protocol/packages/limits.ts';
import { ownOffer, type OwnOffer } from '@suture/protocol/packages/messages.ts';

export const offerPath = (folder: string): string => join(folder, 'own-packages', 'offer.json');
export const filesFolder = (folder: string): string => join(folder, 'own-packages', 'files');

/** In its shape, and by nobody's word; undefined where there is none. Never throws. */
export async function readOfferFile(folder: string): Promise<OwnOffer | undefined> {
  try {
    const file = await open(offerPath(folder), constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { size } = await file.stat();
      if (size > OWN.answer) return undefined;
      const read = ownOffer.safeParse(JSON.parse(await file.readFile('utf8')));
      return read.success ? read.data : undefined;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
