// The bar above every page: search over everything, and how the console looks and speaks.
import { Kbd, UnstyledButton } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../files.ts';
import { MoreButton } from './more-button.tsx';
import styles from './top-bar.module.css';

// Loaded when it is first opened.
const AccountMenu = pieceOf(async () => (await import('./account-menu.tsx')).AccountMenu);

export interface TopBarProps {
  readonly onSearch: () => void;
  readonly onKeys: () => void;
  readonly isLive: boolean;
}

export function TopBar({ onSearch, onKeys, isLive }: TopBarProps) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  return (
    <header className={styles['bar']}>
      <UnstyledButton className={styles['search'] ?? ''} onClick={onSearch}>
        <span>{t('shell.search')}</span>
        <Kbd size="xs">Ctrl K</Kbd>
      </UnstyledButton>
      <span className={styles['space']} />
      <span role="status" className={styles['live']}>
        {!isLive && t('shell.notLive')}
      </span>
      {isAsked ? (
        <Suspense fallback={<MoreButton />}>
          <AccountMenu onKeys={onKeys} />
        </Suspense>
      ) : (
        <MoreButton aria-haspopup="menu" onClick={() => setAsked(true)} />
      )}
    </header>
  );
}
