// What can be done from anywhere, as far as who is signed in may.
import { useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/me.ts';

export interface Action {
  readonly key: string;
  readonly name: string;
  readonly go: () => void;
}

/** Each opens a form or changes how the console looks; none changes anything at once. */
export function useActions(): readonly Action[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const mayEnrol = useMay('enrolment-token.create');
  const mayPlan = useMay('plan.create');
  const mayExcept = useMay('exception.create');
  const mayInvite = useMay('user.edit');
  const mayMake = useMay('api-token.create');
  const isDark = document.documentElement.dataset['mantineColorScheme'] === 'dark';
  const search = { dialog: 'new' } as const;
  const offered = [
    mayPlan && { key: 'deploy', name: t('deployments.new'), go: () => void navigate({ to: '/deployments/new' }) },
    mayEnrol && {
      key: 'enrol',
      name: t('enrolment.new'),
      go: () => void navigate({ to: '/settings/enrolment', search }),
    },
    mayExcept && { key: 'except', name: t('exceptions.new'), go: () => void navigate({ to: '/exceptions', search }) },
    mayInvite && { key: 'invite', name: t('users.invite'), go: () => void navigate({ to: '/settings/users', search }) },
    mayMake && { key: 'token', name: t('tokens.new'), go: () => void navigate({ to: '/settings/tokens', search }) },
    { key: 'account', name: t('settings.place.account'), go: () => void navigate({ to: '/settings/account' }) },
    isDark
      ? { key: 'light', name: t('palette.toLight'), go: () => setColorScheme('light') }
      : { key: 'dark', name: t('palette.toDark'), go: () => setColorScheme('dark') },
    colorScheme !== 'auto' && { key: 'auto', name: t('palette.toAuto'), go: () => setColorScheme('auto') },
  ];
  return offered.filter((each) => each !== false);
}
