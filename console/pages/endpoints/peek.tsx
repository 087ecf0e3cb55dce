// An endpoint looked at beside the list: its state in one sentence, and what to do on it first.
import { CloseButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { Due } from '../../components/due.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { fixesOf } from '../endpoint/fixes-of.ts';
import { Sentence } from '../endpoint/sentence.tsx';
import styles from './endpoints.module.css';

const MOST = 6;

export function Peek({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const endpoint = useQuery({
    queryKey: ['endpoint', id],
    queryFn: () => dataOf(api.GET('/api/v1/endpoints/{id}', { params: { path: { id } } })),
  });
  const name = endpoint.data?.name;
  const fixes = useQuery({
    ...fixesOf(name ?? '', { skip: 0, limit: MOST }),
    enabled: name !== undefined,
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onClose();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onClose]);
  return (
    <aside className={styles['peek']} aria-label={name ?? t('state.loading')}>
      <div className={styles['head']}>
        <h2>
          <Link to="/endpoints/$id" params={{ id }}>
            {name ?? t('state.loading')}
          </Link>
        </h2>
        <CloseButton size="sm" aria-label={t('peek.close')} onClick={onClose} />
      </div>
      {endpoint.error && endpoint.data === undefined && <Failed error={endpoint.error} />}
      {endpoint.data && <Sentence endpoint={endpoint.data} />}
      {fixes.data === undefined ? (
        fixes.error === null && <Loading rows={4} />
      ) : (
        <>
          <p className={styles['counts']}>{t('peek.fixes', { count: fixes.data.total })}</p>
          <ul className={styles['worst']}>
            {fixes.data.items.map(({ source, to, due, severity, closes }) => (
              <li key={`${source} ${to}`}>
                <span>
                  <SeverityMark level={severity} bare /> {source} <span className="quiet mono">{to}</span>
                </span>
                <Due at={due} />
                <span className="quiet">{t('peek.closes', { count: closes.length })}</span>
              </li>
            ))}
          </ul>
          <Link to="/endpoints/$id" params={{ id }}>
            {t('peek.open')}
          </Link>
        </>
      )}
    </aside>
  );
}
