// Whether the record is still the one that was written: counted where it holds, the place where it breaks otherwise.
import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { Instant } from '../../components/instant.tsx';
import { Failed } from '../../components/page-state.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import styles from './audit.module.css';

export function ChainState() {
  const { t, i18n } = useTranslation();
  const { data, error, isFetching, refetch, dataUpdatedAt } = useQuery({
    queryKey: ['audit-verification'],
    queryFn: () => dataOf(api.GET('/api/v1/audit/verification')),
    // Every entry is hashed anew for it.
    staleTime: 5 * 60_000,
  });
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) {
    return (
      <p className={styles['state']} role="status">
        {t('audit.verifying')}
      </p>
    );
  }
  const again = (
    <Button size="compact-xs" variant="default" loading={isFetching} onClick={() => void refetch()}>
      {t('audit.verify')}
    </Button>
  );
  if (!data.ok) {
    return (
      <Alert
        color="red"
        role="alert"
        title={t('audit.broken', { sequence: data.sequence.toLocaleString(i18n.language) })}
      >
        {t(`audit.cause.${causeOf(data.cause)}`)} <span className="quiet">({data.why})</span>
        <div>{again}</div>
      </Alert>
    );
  }
  return (
    <p className={styles['state']} role="status">
      <SeverityMark level="fine" bare /> {t('audit.verified', { count: data.entries })}{' '}
      <span className="quiet">
        {t('audit.head')} <code title={data.hash}>{data.hash.slice(0, 12)}…</code>,{' '}
        <Instant at={new Date(dataUpdatedAt).toISOString()} />
      </span>{' '}
      {again}
    </p>
  );
}

const CAUSES = ['edited', 'removed', 'inserted', 'reordered', 'truncated', 'rewritten'] as const;
const causeOf = (cause: string) => CAUSES.find((each) => each === cause) ?? 'other';
