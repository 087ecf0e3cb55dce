// A change of many endpoints, a piece of a frozen selection at a time: each recorded as if done alone, none passed over in silence.
import { holdEndpoint, type ChangeableEndpoint } from '../store/endpoint-changes.ts';
import { selectedEndpoints } from '../store/endpoint-selections.ts';
import { happeningOf, type Changed, type EndpointAct } from './change-endpoint.ts';
import type { Description } from './describe-endpoint.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';

/** One transaction: while its records are added nobody else can add any. */
const PIECE = 200;
const NAMES = 10;

export interface SelectionChanged {
  /** In the whole selection. */
  readonly total: number;
  readonly changed: number;
  /** Were as they shall be. */
  readonly unchanged: number;
  readonly excluded: readonly Exclusion[];
  /** What takes the changes back, once for all endpoints with the same. */
  readonly undo: readonly Undo[];
  /** Where to go on; null at the end. */
  readonly next: number | null;
}

export interface Undo extends Description {
  readonly endpoints: readonly string[];
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export interface Exclusion {
  readonly why: string;
  readonly count: number;
  /** Ten at most. */
  readonly names: readonly string[];
}

const noSelection = refuse('not-found', 'there is no such selection of yours, or not any more: select again');
const GONE = 'it is gone, or beyond your tags';

/** Asked again from the same place it changes nothing that was changed. */
export function changeSelection(
  door: PeopleDoor,
  by: By,
  id: string,
  from: number,
  { action, change }: EndpointAct,
): Promise<Done<SelectionChanged, 'not-found'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const now = door.now();
    const { actor } = by.access;
    const selected = await selectedEndpoints(transaction, id, { actor, now }, { from, limit: PIECE });
    if (selected === undefined) return noSelection;
    const happenings = [];
    const undo = new Map<string, string[]>();
    let unchanged = 0;
    const excluded = new Map<string, string[]>();
    const exclude = (why: string, name: string) => void excluded.set(why, [...(excluded.get(why) ?? []), name]);
    for (const each of selected.ids) {
      const endpoint = await holdEndpoint(transaction, each);
      if (endpoint === undefined) {
        exclude(GONE, each);
        continue;
      }
      const changed = await change(transaction, endpoint, now);
      if (changed === undefined) unchanged++;
      else if ('ok' in changed) exclude(changed.why, endpoint.name);
      else {
        happenings.push(happeningOf(action, endpoint, changed, now));
        const back = backOf(endpoint, changed);
        if (back !== undefined) undo.set(back, [...(undo.get(back) ?? []), endpoint.id]);
      }
    }
    for (const happening of happenings) await record(transaction, by, happening);
    const end = from + selected.ids.length;
    return {
      ok: true,
      value: {
        total: selected.count,
        changed: happenings.length,
        unchanged,
        excluded: [...excluded].map(([why, names]) => ({ why, count: names.length, names: names.slice(0, NAMES) })),
        undo: [...undo].map(([back, endpoints]) => ({ ...(JSON.parse(back) as Omit<Undo, 'endpoints'>), endpoints })),
        next: selected.ids.length === 0 || end >= selected.count ? null : end,
      },
    };
  });
}

/** What would make an endpoint what it was, as JSON; undefined where nothing can. */
function backOf(before: ChangeableEndpoint, changed: NonNullable<Changed>): string | undefined {
  const { tags, criticality, exposure } = changed;
  if (tags === undefined && criticality === undefined && exposure === undefined) return undefined;
  const back: Omit<Undo, 'endpoints'> = {
    add: tags === undefined ? [] : before.tags.filter((tag) => !tags.includes(tag)),
    remove: tags === undefined ? [] : tags.filter((tag) => !before.tags.includes(tag)),
    ...(criticality !== undefined && { criticality: before.criticality }),
    ...(exposure !== undefined && { exposure: before.exposure }),
  };
  return JSON.stringify(back);
}
