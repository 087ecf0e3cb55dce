// On which days something is: choices, and a rule of RFC 5545 for what they do not have.
import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './calendar.module.css';
import { NTHS, REPEATS, type RuleDraft, WEEKDAYS } from './window-draft.ts';

export interface RuleFieldsProps {
  readonly rule: RuleDraft;
  readonly change: (next: Partial<RuleDraft>) => void;
  /** Beside the choice of a day of the month. */
  readonly children?: ReactNode;
}

export function RuleFields({ rule: { repeats, weekdays, nth, recurrence }, change, children }: RuleFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <NativeSelect
        label={t('calendar.repeats')}
        value={repeats}
        onChange={({ currentTarget: { value } }) =>
          change({ repeats: REPEATS.find((each) => each === value) ?? 'own' })
        }
        data={REPEATS.map((value) => ({ value, label: t(`calendar.repeat.${value}`) }))}
      />
      {repeats === 'weekly' && (
        <Checkbox.Group
          size="xs"
          label={t('calendar.weekdays')}
          value={[...weekdays]}
          onChange={(next) => change({ weekdays: next })}
        >
          <div className={styles['days']}>
            {WEEKDAYS.map((day) => (
              <Checkbox key={day} size="xs" value={day} label={t(`calendar.weekday.${day}`)} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      {repeats === 'monthly' && (
        <div className={styles['pair']}>
          <NativeSelect
            label={t('calendar.nth')}
            value={nth}
            onChange={({ currentTarget }) => change({ nth: currentTarget.value })}
            data={NTHS.map((value) => ({ value, label: t(`calendar.nths.${value}`) }))}
          />
          <NativeSelect
            label={t('calendar.weekdays')}
            value={weekdays[0] ?? 'TU'}
            onChange={({ currentTarget }) => change({ weekdays: [currentTarget.value] })}
            data={WEEKDAYS.map((value) => ({ value, label: t(`calendar.weekday.${value}`) }))}
          />
          {children}
        </div>
      )}
      {repeats === 'own' && (
        <TextInput
          label={t('calendar.recurrence')}
          value={recurrence}
          onChange={({ currentTarget }) => change({ recurrence: currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </>
  );
}
