// Windows as they are written in the form.
import { expect, test } from 'vitest';
import { bodyOf, draftOf, newDraft, ruleOf } from './window-draft.ts';

const said = {
  name: 'Night',
  recurrence: 'FREQ=MONTHLY;BYDAY=-1FR',
  plusDays: 3,
  starts: '22:00',
  ends: '04:00',
  startMargin: '30m',
  zone: 'America/New_York',
  from: '2026-01-01',
  until: '2027-01-01',
};

test('what there is comes out of the form as it went in', () => {
  for (const recurrence of [
    said.recurrence,
    'FREQ=WEEKLY;BYDAY=MO,FR',
    'FREQ=DAILY',
    'FREQ=MONTHLY;BYMONTHDAY=1;BYMONTH=1,7',
  ]) {
    const window = { kind: 'window', said: { ...said, recurrence } } as const;
    expect(bodyOf(draftOf(window, '2026-11-23'))).toEqual(window);
  }
  const span = { name: 'Freeze', from: '2026-12-20T00:00', to: '2027-01-03T00:00', zone: 'UTC' };
  expect(bodyOf(draftOf({ kind: 'span', said: span }, '2026-11-23'))).toEqual({ kind: 'span', said: span });
});

test('choices become a rule, days in the order of the week', () => {
  const draft = newDraft('2026-11-23');
  expect(ruleOf({ ...draft, weekdays: ['SU', 'TU'] })).toBe('FREQ=WEEKLY;BYDAY=TU,SU');
  expect(ruleOf({ ...draft, repeats: 'monthly', nth: '2', weekdays: ['TU'] })).toBe('FREQ=MONTHLY;BYDAY=2TU');
  expect(ruleOf({ ...draft, repeats: 'daily' })).toBe('FREQ=DAILY');
});
