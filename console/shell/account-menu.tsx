// Who is signed in, and how the console looks and speaks; open from the start, as it is loaded by opening it.
import { Menu, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client.ts';
import { useMe } from '../api/me.ts';
import { choose, LANGUAGES, type Language } from '../i18n/i18n.ts';
import { MoreButton } from './more-button.tsx';

const SCHEMES = ['auto', 'light', 'dark'] as const;

export function AccountMenu({ onKeys }: { readonly onKeys: () => void }) {
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
    <Menu defaultOpened position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <MoreButton />
      </Menu.Target>
      <Menu.Dropdown>
        {me.data && (
          <>
            <Menu.Label>
              {me.data.name} · {t(`role.${me.data.role}`)}
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
  );
}
