// The maintenance windows that a plan may begin in, each with when it opens next.
import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { Instant } from '../../components/instant.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import styles from './new-deployment.module.css';

export interface WindowsProps {
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

export function Windows({ chosen, onChange }: WindowsProps) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { data } = useQuery({
    queryKey: ['maintenance-windows'],
    queryFn: () => dataOf(api.GET('/api/v1/maintenance-windows')),
  });
  const windows = data?.items.filter(({ kind }) => kind === 'window') ?? [];
  if (data !== undefined && windows.length === 0) {
    return (
      <p className="quiet">
        {t('builder.windows')}: {t('builder.noWindows')} <Link to="/calendar">{t('nav.calendar')}</Link>
      </p>
    );
  }
  return (
    <Checkbox.Group size="xs" label={t('builder.windows')} value={[...chosen]} onChange={onChange}>
      <div className={styles['choices']}>
        {windows.map(({ id, name, says, next: [first] }) => (
          <Checkbox
            key={id}
            size="xs"
            value={name}
            label={name}
            description={
              <>
                {words.sentence(says)} {t('calendar.next')}:{' '}
                {first === undefined ? t('calendar.never') : <Instant at={first.from} />}
              </>
            }
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}
