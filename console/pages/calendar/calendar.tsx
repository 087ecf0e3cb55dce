// When what happens in the next five weeks, by three clocks; and the maintenance windows and blackouts that it follows from.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { Permitted } from '../../components/permitted.tsx';
import { Agenda } from './agenda.tsx';
import { type CalendarItem, DAY_MS, DAYS } from './calendar-item.ts';
import styles from './calendar.module.css';
import { Freezes } from './freezes.tsx';
import { Strip } from './strip.tsx';
import { WindowList } from './window-list.tsx';

const EditWindow = pieceOf(async () => (await import('./edit-window.tsx')).EditWindow);

const route = getRouteApi('/calendar');

export function Calendar() {
  const { t } = useTranslation();
  return (
    <Permitted title={t('nav.calendar')} needs="deployment.read">
      <CalendarPage />
    </Permitted>
  );
}

/** The day in which the viewer is begins at midnight there. */
function today(): number {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
}

/** What ended this morning is in the picture of today, and not among what is to come. */
const isAhead = ({ kind, to }: CalendarItem): boolean => kind === 'ring' || to === null || Date.parse(to) > Date.now();

function CalendarPage() {
  const { t } = useTranslation();
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayEdit = useMay('policy.edit');
  const [from] = useState(today);
  const { data, error, refetch } = useQuery({
    queryKey: ['calendar', from],
    queryFn: () =>
      dataOf(
        api.GET('/api/v1/calendar', {
          params: {
            query: { from: new Date(from).toISOString(), to: new Date(from + DAYS * DAY_MS).toISOString() },
          },
        }),
      ),
  });
  return (
    <>
      <PageHeader title={t('nav.calendar')} cli="suture windows ls">
        {mayEdit && <Button onClick={() => void navigate({ search: { dialog: 'new' } })}>{t('calendar.new')}</Button>}
      </PageHeader>
      <div className={styles['sections']}>
        <section aria-labelledby="ahead">
          <h2 id="ahead">{t('calendar.ahead')}</h2>
          {error !== null && data === undefined && <Failed error={error} retry={() => void refetch()} />}
          {data === undefined && error === null && <Loading rows={6} />}
          {data?.items.length === 0 && <p className="quiet">{t('calendar.none')}</p>}
          {data && data.items.length > 0 && (
            <>
              <Strip items={data.items} from={from} />
              <Agenda items={data.items.filter(isAhead)} />
              {data.isMore && <p className="quiet">{t('calendar.more')}</p>}
            </>
          )}
        </section>
        {/* Once it is known how much is above, so that nothing moves. */}
        {(data !== undefined || error !== null) && (
          <section aria-labelledby="windows">
            <h2 id="windows">{t('calendar.windows')}</h2>
            <WindowList />
          </section>
        )}
        {(data !== undefined || error !== null) && (
          <section aria-labelledby="freezes">
            <h2 id="freezes">{t('freeze.title')}</h2>
            <Freezes />
          </section>
        )}
      </div>
      <Suspense fallback={null}>
        {dialog === 'new' && <EditWindow onClose={() => void navigate({ search: {} })} />}
      </Suspense>
    </>
  );
}
