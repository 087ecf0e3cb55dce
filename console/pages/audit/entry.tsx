// One entry of the audit: what was before and after, member by member, and its place in the chain.
import { useTranslation } from 'react-i18next';
import { Link } from '@tanstack/react-router';
import type { AuditEntry } from './audit.tsx';
import styles from './audit.module.css';
import { differences } from './difference.ts';

const SIGNS = { added: '+', removed: '−', changed: '±', same: ' ' } as const;

export function Entry({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation();
  const { at, actor, subject, before, after, hash, previous } = entry;
  const parts = differences(before, after);
  return (
    <div className={styles['entry']}>
      <p>
        <time dateTime={at}>{at}</time>, {t('audit.by')}{' '}
        <Link to="/audit" search={{ actor }}>
          {actor}
        </Link>
        {subject !== null && (
          <>
            , {t('audit.to')}{' '}
            <Link to="/audit" search={{ subject }}>
              {subject}
            </Link>
          </>
        )}
      </p>
      {parts.length === 0 ? (
        <p className="quiet">{t('audit.noState')}</p>
      ) : (
        <table className={styles['difference']}>
          <caption className="visually-hidden">{t('audit.difference')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('audit.member')}</th>
              <th scope="col">{t('audit.before')}</th>
              <th scope="col">{t('audit.after')}</th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ path, before: was, after: is, is: kind }) => (
              <tr key={path} className={styles[kind]}>
                <th scope="row">
                  <span aria-hidden="true" className={styles['sign']}>
                    {SIGNS[kind]}
                  </span>
                  <span className="visually-hidden">{t(`audit.is.${kind}`)}: </span>
                  {path}
                </th>
                <td>{was ?? <span className="quiet">–</span>}</td>
                <td>{is ?? <span className="quiet">–</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="quiet">
        {t('audit.hash')} <code>{hash}</code>
        <br />
        {t('audit.previous')} <code>{previous}</code>
      </p>
    </div>
  );
}
