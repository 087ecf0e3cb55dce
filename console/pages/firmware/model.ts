// A model of hardware as the API lists it, and in what words its vendor urges an update.
import type { TFunction } from 'i18next';
import type { Item } from '../../api/types.ts';
import { LEVELS } from '../../theme/severity.ts';

export type Model = Item<'listHardware'>;

/** In the words of the console where the vendor uses the usual ones. */
export function urgencyText(t: TFunction, urgency: string): string {
  const level = LEVELS.find((each) => each === urgency);
  return level === undefined ? urgency : t(`level.${level}`);
}
