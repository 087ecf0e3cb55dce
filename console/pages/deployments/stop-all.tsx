// Stops every deployment that runs or is about to, at once and without asking; what has begun on an endpoint ends by itself.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { ActError } from '../../components/act-error.tsx';
import { isUnderWay } from '../deployment/controls.tsx';
import { OLD, send } from '../deployment/send-order.ts';

const listOf = (of: 'going' | 'waiting') => ({
  queryKey: ['deployments', of, 'stoppable'],
  queryFn: () => dataOf(api.GET('/api/v1/deployments', { params: { query: { of, limit: 1000 } } })),
});

export function StopAll() {
  const { t } = useTranslation();
  const going = useQuery(listOf('going'));
  const waiting = useQuery(listOf('waiting'));
  const running = [...(going.data?.items ?? []), ...(waiting.data?.items ?? [])].filter(isUnderWay);
  const act = useAct(
    async (ids: readonly string[], once) => {
      const all = await Promise.allSettled(
        // A key for each, that is the same when it is tried again.
        ids.map((id) => send(id, { kind: 'stop' }, { 'Idempotency-Key': `${once['Idempotency-Key']}-${id}` })),
      );
      const failed = all.find((each) => each.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
    { old: OLD },
  );
  if (running.length === 0 && act.error === null) return null;
  const stop = () => act.mutate(running.map(({ id }) => id));
  return (
    <>
      <ActError error={act.error} onFresh={stop} />
      <Button color="var(--danger)" autoContrast loading={act.isPending} onClick={stop}>
        {t('deployments.stopAll', { count: running.length })}
      </Button>
    </>
  );
}
