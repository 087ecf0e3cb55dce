// Has endpoints reckon what a plan would do on them, and follows their answers: what else comes or goes only they know.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { Failed } from '../../components/page-state.tsx';
import type { Body } from './draft.ts';

const AGAIN_MS = 4000;
const PRODUCTS = ['install', 'remove', 'required', 'forbidden'];

export function Reckoning({ body }: { readonly body: Body }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const said = JSON.stringify(body);
  // What is asked now; another plan has to be asked about anew.
  const [asked, setAsked] = useState<string>();
  const isAsked = asked === said;
  const { data, error } = useQuery({
    queryKey: ['plan-simulation', body],
    queryFn: () => dataOf(api.POST('/api/v1/plan-simulations', { body })),
    enabled: isAsked,
    retry: false,
    staleTime: AGAIN_MS,
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.waiting > 0 ? AGAIN_MS : false),
  });
  const far = isAsked && data !== undefined ? `${data.simulated} ${data.waiting}` : undefined;
  useEffect(() => {
    if (far !== undefined) void queries.invalidateQueries({ queryKey: ['plan-preview'] });
  }, [far, queries]);
  return (
    <div>
      <Button size="compact-sm" variant="default" disabled={isAsked && error === null} onClick={() => setAsked(said)}>
        {t('builder.reckon')}
      </Button>{' '}
      <span className="quiet">
        {t(PRODUCTS.includes(body.ships.kind) ? 'builder.reckonNeeded' : 'builder.reckonWhat')}
      </span>
      {isAsked && error !== null && <Failed error={error} />}
      {isAsked && data !== undefined && (
        <p role="status">
          {data.waiting > 0 && t('builder.reckoning', { count: data.waiting })}
          {data.waiting + data.nobody === 0 && t('builder.reckoned')}{' '}
          {data.nobody > 0 && t('builder.reckonNobody', { count: data.nobody })}
        </p>
      )}
    </div>
  );
}
