// Makes or changes a window: choices at first, its next times below as they would be, also over a change of clocks.
import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { Dialog } from '../../components/dialog.tsx';
import styles from './calendar.module.css';
import { ZONES } from './clock-text.ts';
import { RuleFields } from './rule-fields.tsx';
import { bodyOf, draftOf, KINDS, newDraft, type WindowDraft } from './window-draft.ts';
import { OLD, type Window } from './window-list.tsx';
import { WindowTimes } from './window-times.tsx';

export interface EditWindowProps {
  /** Undefined makes a new one. */
  readonly window?: Window;
  readonly onClose: () => void;
}

export function EditWindow({ window, onClose }: EditWindowProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<WindowDraft>(() => {
    const day = new Date().toISOString().slice(0, 10);
    return window === undefined ? newDraft(day) : draftOf(window, day);
  });
  const change = (next: Partial<WindowDraft>) => setDraft((now) => ({ ...now, ...next }));
  const act = useAct(
    (body: ReturnType<typeof bodyOf>, header) =>
      window === undefined
        ? dataOf(api.POST('/api/v1/maintenance-windows', { params: { header }, body }))
        : dataOf(api.PUT('/api/v1/maintenance-windows/{id}', { params: { path: { id: window.id }, header }, body })),
    { old: OLD, onDone: onClose },
  );
  return (
    <Dialog
      title={window === undefined ? t('calendar.new') : t('calendar.change', { name: window.name })}
      submit={t('act.save')}
      onSubmit={() => act.mutate(bodyOf(draft))}
      onClose={onClose}
      error={act.error}
      isPending={act.isPending}
      isReady={draft.name.trim() !== ''}
      size="lg"
    >
      <div className={styles['form']}>
        <TextInput
          label={t('calendar.name')}
          value={draft.name}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          maxLength={80}
          required
          autoComplete="off"
          data-autofocus
        />
        <NativeSelect
          label={t('calendar.kind')}
          value={draft.kind}
          onChange={({ currentTarget: { value } }) =>
            change({ kind: KINDS.find((each) => each === value) ?? 'window' })
          }
          data={KINDS.map((value) => ({ value, label: t(`calendar.isKind.${value}`) }))}
        />
        {draft.kind === 'span' ? <Span draft={draft} change={change} /> : <Recurring draft={draft} change={change} />}
        <NativeSelect
          label={t('calendar.zone')}
          value={draft.zone}
          onChange={({ currentTarget }) => change({ zone: currentTarget.value })}
          data={[...new Set([draft.zone, ...ZONES])]}
        />
      </div>
      <WindowTimes draft={draft} />
    </Dialog>
  );
}

interface PartProps {
  readonly draft: WindowDraft;
  readonly change: (next: Partial<WindowDraft>) => void;
}

function Span({ draft, change }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        type="datetime-local"
        label={t('calendar.spanFrom')}
        value={draft.spanFrom}
        onChange={({ currentTarget }) => change({ spanFrom: currentTarget.value })}
      />
      <TextInput
        type="datetime-local"
        label={t('calendar.spanTo')}
        value={draft.spanTo}
        onChange={({ currentTarget }) => change({ spanTo: currentTarget.value })}
      />
    </>
  );
}

function Recurring({ draft, change }: PartProps) {
  const { t } = useTranslation();
  const { plusDays, starts, lasts, ends, first } = draft;
  return (
    <>
      <RuleFields
        rule={draft}
        change={(rule) => change({ ...rule, ...(rule.repeats !== undefined && { plusDays: 0 }) })}
      >
        <NumberInput
          size="xs"
          label={t('calendar.plusDays')}
          value={plusDays}
          min={0}
          max={27}
          onChange={(value) => change({ plusDays: Number(value) })}
        />
      </RuleFields>
      <div className={styles['pair']}>
        <TextInput
          type="time"
          label={t('calendar.starts')}
          value={starts}
          onChange={({ currentTarget }) => change({ starts: currentTarget.value })}
        />
        {ends === undefined ? (
          <TextInput
            label={t('calendar.lasts')}
            title={t('calendar.lastsHow')}
            value={lasts}
            onChange={({ currentTarget }) => change({ lasts: currentTarget.value })}
            autoComplete="off"
          />
        ) : (
          <TextInput
            type="time"
            label={t('calendar.to')}
            value={ends}
            onChange={({ currentTarget }) => change({ ends: currentTarget.value })}
          />
        )}
        <TextInput
          type="date"
          label={t('calendar.first')}
          value={first}
          onChange={({ currentTarget }) => change({ first: currentTarget.value })}
        />
      </div>
    </>
  );
}
