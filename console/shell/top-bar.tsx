// The bar above every page: search over everything, and how the console looks and speaks.
import { ActionIcon, Kbd, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client.ts';
import { useMe } from '../api/me.ts';
import { choose, LANGUAGES, type Language } from '../i18n/i18n.ts';
import styles from './top-bar.module.css';

const SCHEMES = ['auto', 'light', 'dark'] as const;

export interface TopBarProps {
  readonly onSearch: () => void;
  readonly onKeys: () => void;
  readonly isLive: boolean;
}

export function TopBar({ onSearch, onKeys, isLive }: TopBarProps) {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const queries = useQueryClient();
  const me = useMe();
  const signOut = useMutation({
    mutationFn: () => dataOf(api.DELETE('/api/v1/sessions')),
    // Nothing of who was here stays behind for who comes next.
    onSettled: () => queries.resetQueries(),
  });
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
      <Menu position="bottom-end" withinPortal={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('shell.more')} size="lg">
            <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor">
              <path d="M3 6h14M3 10h14M3 14h14" strokeWidth="1.6" strokeLinecap="round" />
            </svg>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {me.data && (
            <>
              <Menu.Label>
                {me.data.name} · {me.data.role}
                <br />
                {me.data.organisation.name}
              </Menu.Label>
              <Menu.Item onClick={() => signOut.mutate()}>{t('shell.signOut')}</Menu.Item>
              <Menu.Divider />
            </>
          )}
          <Menu.Label>{t('shell.theme')}</Menu.Label>
          {SCHEMES.map((scheme) => (
            <Menu.Item
              key={scheme}
              role="menuitemradio"
              aria-checked={scheme === colorScheme}
              onClick={() => setColorScheme(scheme)}
            >
              {scheme === colorScheme ? '● ' : '○ '}
              {t(`shell.${scheme}`)}
            </Menu.Item>
          ))}
          <Menu.Label>{t('shell.language')}</Menu.Label>
          {Object.entries(LANGUAGES).map(([language, name]) => (
            <Menu.Item
              key={language}
              role="menuitemradio"
              aria-checked={language === i18n.language}
              lang={language}
              onClick={() => void choose(language as Language)}
            >
              {language === i18n.language ? '● ' : '○ '}
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={onKeys}>{t('keys.title')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </header>
  );
}
