// An endpoint's state in one sentence: what is wrong with what we know before what it has.
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../api/types.ts';
import { Instant } from '../../components/instant.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { ENDPOINT_LEVEL, INVENTORY_LEVEL } from '../../theme/states.ts';

export function Sentence({ endpoint }: { readonly endpoint: Answer<'showEndpoint'> }) {
  const { t } = useTranslation();
  const { state, stateReason, inventory, os, seenAt, exposure } = endpoint;
  const level = state === 'active' ? INVENTORY_LEVEL[inventory] : ENDPOINT_LEVEL[state];
  return (
    <p style={{ margin: 0 }}>
      <SeverityMark level={level} bare /> {os === null ? t('endpoint.noSystem') : `${os.id} ${os.version}`},{' '}
      {t(`endpoints.states.${state}`)}
      {stateReason === null ? '' : ` (${stateReason})`};{' '}
      {t('endpoint.inventory', { is: t(`endpoints.inventories.${inventory}`) })};{' '}
      {t('endpoint.reachable', { from: t(`endpoints.exposures.${exposure}`) })}; {t('endpoint.seen')}{' '}
      <Instant at={seenAt} />.
    </p>
  );
}
