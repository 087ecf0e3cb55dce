// Makes an exception, with what it would cover now in sight.
import { Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf, Refused } from '../../api/client.ts';
import { useMay, useMe } from '../../api/me.ts';
import { Dialog } from '../../components/dialog.tsx';
import { OLD } from './exceptions.tsx';
import styles from './exceptions.module.css';

const DAY_MS = 86_400_000;
/** As `core/policies/exception.ts` has it; the server has the last word. */
const MOST_DAYS = 365;
const LEAST_REASON = 10;

const dayIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

export interface NewExceptionProps {
  /** What it covers, to begin with. */
  readonly covers: string;
  readonly onClose: () => void;
}

export function NewException({ covers: first, onClose }: NewExceptionProps) {
  const { t } = useTranslation();
  const me = useMe();
  const mayApprove = useMay('exception.approve');
  const [said, setSaid] = useState({ owner: me.data?.name ?? '', reason: '', covers: first, until: dayIn(30) });
  const change = (next: Partial<typeof said>) => setSaid((now) => ({ ...now, ...next }));
  const make = useAct(
    (body: typeof said, header) => dataOf(api.POST('/api/v1/exceptions', { params: { header }, body })),
    { old: OLD, onDone: onClose },
  );
  const isReady = said.owner.trim() !== '' && said.reason.trim().length >= LEAST_REASON && said.covers.trim() !== '';
  return (
    <Dialog
      title={t('exceptions.new')}
      submit={t(mayApprove ? 'exceptions.make' : 'exceptions.propose')}
      onSubmit={() => make.mutate(said)}
      onClose={onClose}
      error={make.error}
      isPending={make.isPending}
      isReady={isReady}
    >
      <div className={styles['form']}>
        <TextInput
          label={t('exceptions.covers')}
          description={t('exceptions.coversHint')}
          value={said.covers}
          onChange={({ currentTarget }) => change({ covers: currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
          required
          data-autofocus
        />
        <Covered covers={said.covers} />
        <Textarea
          label={t('exceptions.reason')}
          description={t('exceptions.reasonHint')}
          value={said.reason}
          onChange={({ currentTarget }) => change({ reason: currentTarget.value })}
          rows={3}
          maxLength={2000}
          required
        />
        <div className={styles['days']}>
          <TextInput
            label={t('exceptions.owner')}
            value={said.owner}
            onChange={({ currentTarget }) => change({ owner: currentTarget.value })}
            maxLength={200}
            autoComplete="off"
            required
          />
          <TextInput
            type="date"
            label={t('exceptions.until')}
            value={said.until}
            min={dayIn(0)}
            max={dayIn(MOST_DAYS)}
            onChange={({ currentTarget }) => change({ until: currentTarget.value })}
            required
          />
        </div>
        {!mayApprove && <p className="quiet">{t('exceptions.needsApproval')}</p>}
      </div>
    </Dialog>
  );
}

/** Room is kept for the answer, so that nothing below moves when it comes. */
function Covered({ covers }: { readonly covers: string }) {
  const { t, i18n } = useTranslation();
  const [q] = useDebouncedValue(covers.trim(), 400);
  const { data, error } = useQuery({
    queryKey: ['exception-cover', q],
    enabled: q !== '',
    queryFn: () => dataOf(api.GET('/api/v1/vulnerabilities', { params: { query: { q, limit: 1 } } })),
  });
  const problem = error instanceof Refused ? error.problem : undefined;
  return (
    <p role="status" style={{ margin: 0, minHeight: 20 }} className={error === null ? 'quiet' : ''}>
      {error !== null && (problem?.errors?.[0]?.detail ?? problem?.detail ?? t('state.error'))}
      {error === null &&
        data !== undefined &&
        q !== '' &&
        t('exceptions.wouldCover', { count: data.total, shown: data.total.toLocaleString(i18n.language) })}
    </p>
  );
}
