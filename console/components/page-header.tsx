// The head of a page: what it is, how many there are, and the same question as a command.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyCli } from './copy-cli.tsx';
import styles from './page-header.module.css';

export interface PageHeaderProps {
  readonly title: string;
  readonly count?: number | undefined;
  /** The command that asks the same. */
  readonly cli?: string;
  readonly children?: ReactNode;
}

export function PageHeader({ title, count, cli, children }: PageHeaderProps) {
  const { i18n } = useTranslation();
  return (
    <div className={styles['header']}>
      <h1>
        {title}
        {count !== undefined && <span className={styles['count']}>{count.toLocaleString(i18n.language)}</span>}
      </h1>
      <title>{`${title} · Suture`}</title>
      <span className={styles['space']} />
      {children}
      {cli !== undefined && <CopyCli command={cli} />}
    </div>
  );
}
