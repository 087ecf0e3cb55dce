// Two states member by member: what was added, removed and changed, told apart by a sign and a word as well as by colour.
import { useTranslation } from 'react-i18next';
import styles from './audit.module.css';
import { differences } from './difference.ts';

const SIGNS = { added: '+', removed: '−', changed: '±', same: ' ' } as const;

export interface DifferenceTableProps {
  /** Null where there was none. */
  readonly before: unknown;
  readonly after: unknown;
  /** Without what is the same in both. */
  readonly isShort?: boolean;
}

export function DifferenceTable({ before, after, isShort = false }: DifferenceTableProps) {
  const { t } = useTranslation();
  const parts = differences(before, after).filter(({ is }) => !isShort || is !== 'same');
  if (parts.length === 0) return <p className="quiet">{t('audit.noState')}</p>;
  return (
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
  );
}
