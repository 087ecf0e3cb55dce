// An endpoint's state in one sentence: the worst first, then what it is, who reaches it and when it was heard.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../api/types.ts';
import { Instant } from '../../components/instant.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import { fixesOf } from './fixes-of.ts';
import { type Worst, worstOf } from './worst-of.ts';

export function Sentence({ endpoint }: { readonly endpoint: Answer<'showEndpoint'> }) {
  const { t } = useTranslation();
  const { name, os, seenAt, exposure, inventory } = endpoint;
  const fixes = useQuery(fixesOf(name, { skip: 0, limit: 100 }));
  // What may not be read is as if it were not known.
  const worst = worstOf(endpoint, fixes.data?.items, Date.now());
  return (
    <p style={{ margin: 0 }}>
      <SeverityMark level={worst?.level ?? 'unknown'} bare /> {worst && <WorstWords worst={worst} />}{' '}
      {os === null ? t('endpoint.noSystem') : `${os.id} ${os.version}`};{' '}
      {t('endpoint.inventory', { is: t(`endpoints.inventories.${inventory}`) })};{' '}
      {t('endpoint.reachable', { from: t(`endpoints.exposures.${exposure}`) })}; {t('endpoint.seen')}{' '}
      <Instant at={seenAt} />.
    </p>
  );
}

function WorstWords({ worst }: { readonly worst: Worst }) {
  const { t } = useTranslation();
  const words = useServerWords();
  switch (worst.kind) {
    case 'revoked':
    case 'quarantined':
    case 'pending':
      return (
        <strong>
          {t(`worst.${worst.kind}`)}
          {worst.why !== null && ` (${words.sentence(worst.why)})`}.
        </strong>
      );
    case 'exploited':
      return (
        <strong>
          {t('worst.exploited', { source: worst.source })}
          {worst.days > 0 && `, ${t('due.overdue', { count: worst.days })}`}.
        </strong>
      );
    case 'overdue':
      return (
        <strong>
          {worst.source}: {t('due.overdue', { count: worst.days })}.
        </strong>
      );
    case 'due':
      return (
        <strong>
          {worst.source}: {t('due.title')} {t('due.in', { count: worst.days })}.
        </strong>
      );
    default:
      return <strong>{t(`worst.${worst.kind}`)}</strong>;
  }
}
