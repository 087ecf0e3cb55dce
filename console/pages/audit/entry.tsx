// One entry of the audit: what was before and after, member by member, and its place in the chain.
import { useTranslation } from 'react-i18next';
import { Link } from '@tanstack/react-router';
import type { AuditEntry } from './audit.tsx';
import styles from './audit.module.css';
import { DifferenceTable } from './difference-table.tsx';

export function Entry({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation();
  const { at, actor, actorName, subject, subjectName, before, after, hash, previous } = entry;
  return (
    <div className={styles['entry']}>
      <p>
        <time dateTime={at}>{at}</time>, {t('audit.by')}{' '}
        <Link to="/audit" search={{ actor }}>
          {actor}
        </Link>
        {actorName !== null && ` (${actorName})`}
        {subject !== null && (
          <>
            , {t('audit.to')}{' '}
            <Link to="/audit" search={{ subject }}>
              {subject}
            </Link>
            {subjectName !== null && ` (${subjectName})`}
          </>
        )}
      </p>
      <DifferenceTable before={before} after={after} />
      <p className="quiet">
        {t('audit.hash')} <code>{hash}</code>
        <br />
        {t('audit.previous')} <code>{previous}</code>
      </p>
    </div>
  );
}
