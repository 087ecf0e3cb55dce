// The head of a page: what it is, how many there are, and the same question as a command.
import { Button, CopyButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './page-header.module.css';

export interface PageHeaderProps {
  readonly title: string;
  readonly count?: number | undefined;
  /** The command that asks the same. */
  readonly cli?: string;
  readonly children?: ReactNode;
}

export function PageHeader({ title, count, cli, children }: PageHeaderProps) {
  const { t, i18n } = useTranslation();
  return (
    <div className={styles['header']}>
      <h1>
        {title}
        {count !== undefined && <span className={styles['count']}>{count.toLocaleString(i18n.language)}</span>}
      </h1>
      <title>{`${title} · Suture`}</title>
      <span className={styles['space']} />
      {children}
      {cli !== undefined && (
        <CopyButton value={cli}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} title={cli}>
              {copied ? t('copy.copied') : t('copy.asCli')}
            </Button>
          )}
        </CopyButton>
      )}
    </div>
  );
}
