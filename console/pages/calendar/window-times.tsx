// What a window that is being written would be: in words, its next five times, and those about a change of clocks.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { Failed } from '../../components/page-state.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import styles from './calendar.module.css';
import { clockText } from './clock-text.ts';
import { bodyOf, type WindowDraft } from './window-draft.ts';

export function WindowTimes({ draft }: { readonly draft: WindowDraft }) {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  const [body] = useDebouncedValue(bodyOf(draft), 250);
  const { data, error } = useQuery({
    queryKey: ['window-preview', body],
    queryFn: () => dataOf(api.POST('/api/v1/maintenance-window-previews', { body })),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const shown = (times: readonly { readonly from: string; readonly to: string }[]) => (
    <ul className={styles['times']}>
      {times.map(({ from, to }) => (
        <li key={from}>
          {clockText(from, to, draft.zone, i18n.language)}{' '}
          {draft.zone !== 'UTC' && <span className="quiet">{clockText(from, to, 'UTC', i18n.language)}</span>}
        </li>
      ))}
    </ul>
  );
  if (error !== null) return <Failed error={error} />;
  if (data === undefined) return null;
  return (
    <div className={styles['preview']} role="status">
      {data.problems.map(({ field, problem, remedy }) => (
        <p key={field}>
          {field} {problem}. {remedy}
        </p>
      ))}
      {data.says !== null && <p>{words.sentence(data.says)}</p>}
      {data.next.length > 0 && (
        <>
          <h3>{t('calendar.fiveRuns')}</h3>
          {shown(data.next)}
        </>
      )}
      {data.clockChange && (
        <>
          <h3>
            {t('calendar.clockChange', {
              when: new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeZone: draft.zone }).format(
                new Date(data.clockChange.at),
              ),
            })}
          </h3>
          {shown(data.clockChange.times)}
        </>
      )}
    </div>
  );
}
