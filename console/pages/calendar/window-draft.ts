// A window as it is being written: the choices of the form, and what is sent of them.
import type { operations } from '@suture/protocol/api/client-types.ts';
import { HERE } from './clock-text.ts';
import type { Window } from './window-list.tsx';

export const KINDS = ['window', 'blackout', 'span'] as const;
export const REPEATS = ['weekly', 'monthly', 'daily', 'own'] as const;
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export const NTHS = ['1', '2', '3', '4', '-1'] as const;

export interface WindowDraft {
  readonly kind: (typeof KINDS)[number];
  readonly name: string;
  readonly repeats: (typeof REPEATS)[number];
  readonly weekdays: readonly string[];
  readonly nth: string;
  readonly plusDays: number;
  /** Where it repeats by a rule of its own. */
  readonly recurrence: string;
  readonly starts: string;
  readonly lasts: string;
  /** Kept of a window that ends by the clock. */
  readonly ends: string | undefined;
  readonly zone: string;
  readonly first: string;
  readonly until: string | undefined;
  readonly startMargin: string | undefined;
  readonly spanFrom: string;
  readonly spanTo: string;
}

/** On which days it is. */
export type RuleDraft = Pick<WindowDraft, 'repeats' | 'weekdays' | 'nth' | 'recurrence'>;

type Body = NonNullable<operations['createMaintenanceWindow']['requestBody']>['content']['application/json'];

export const newDraft = (day: string): WindowDraft => ({
  kind: 'window',
  name: '',
  repeats: 'weekly',
  weekdays: ['SU'],
  nth: '2',
  plusDays: 0,
  recurrence: 'FREQ=WEEKLY;BYDAY=SU',
  starts: '22:00',
  lasts: '4h',
  ends: undefined,
  zone: HERE,
  first: day,
  until: undefined,
  startMargin: undefined,
  spanFrom: `${day}T00:00`,
  spanTo: `${day}T23:59`,
});

/** What there is, to be changed; a rule that the choices do not have stays as it is written. */
export function draftOf({ kind, said }: Pick<Window, 'kind' | 'said'>, day: string): WindowDraft {
  const base = { ...newDraft(day), kind, name: said.name, zone: said.zone };
  if (!('recurrence' in said)) return { ...base, spanFrom: said.from, spanTo: said.to };
  const { recurrence, plusDays = 0, starts, duration = '', ends, from, until, startMargin } = said;
  const all = { ...base, recurrence, plusDays, starts, lasts: duration, ends, first: from, until, startMargin };
  return { ...all, ...readRule(recurrence) };
}

/** The choices that a rule of RFC 5545 is; one that the choices do not have is its own. */
export function readRule(recurrence: string): RuleDraft {
  const base = { repeats: 'own', weekdays: ['SU'], nth: '2', recurrence } as const;
  const weekly = /^FREQ=WEEKLY;BYDAY=([A-Z]{2}(?:,[A-Z]{2})*)$/.exec(recurrence)?.[1];
  if (weekly !== undefined) return { ...base, repeats: 'weekly', weekdays: weekly.split(',') };
  const monthly = /^FREQ=MONTHLY;BYDAY=(-?\d)([A-Z]{2})$/.exec(recurrence);
  if (monthly !== null) return { ...base, repeats: 'monthly', nth: monthly[1] ?? '', weekdays: [monthly[2] ?? ''] };
  return recurrence === 'FREQ=DAILY' ? { ...base, repeats: 'daily' } : base;
}

export function ruleOf({ repeats, weekdays, nth, recurrence }: RuleDraft): string {
  switch (repeats) {
    case 'daily':
      return 'FREQ=DAILY';
    case 'weekly':
      return `FREQ=WEEKLY;BYDAY=${WEEKDAYS.filter((day) => weekdays.includes(day)).join(',')}`;
    case 'monthly':
      return `FREQ=MONTHLY;BYDAY=${nth}${weekdays[0] ?? ''}`;
    case 'own':
      return recurrence;
  }
}

export function bodyOf(draft: WindowDraft): Body {
  const { kind, zone, plusDays, starts, lasts, ends, first, until, startMargin, spanFrom, spanTo } = draft;
  // The server says that a name is missing; a preview needs none.
  const name = draft.name.trim() === '' ? '-' : draft.name.trim();
  if (kind === 'span') return { kind, said: { name, zone, from: spanFrom, to: spanTo } };
  return {
    kind,
    said: {
      name,
      recurrence: ruleOf(draft),
      ...(plusDays > 0 && { plusDays }),
      starts,
      ...(ends === undefined ? { duration: lasts } : { ends }),
      ...(startMargin !== undefined && { startMargin }),
      ...(until !== undefined && { until }),
      zone,
      from: first,
    },
  };
}
