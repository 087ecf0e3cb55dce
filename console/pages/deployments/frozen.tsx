// What holds deployments up without being one of them: freezes, said where somebody would wonder why nothing begins.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { SeverityMark } from '../../components/severity-mark.tsx';

export function Frozen() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['freezes'], queryFn: () => dataOf(api.GET('/api/v1/freezes')) });
  return (data?.items ?? [])
    .filter(({ state }) => state === 'holds')
    .map(({ id, covers, reason }) => (
      <p key={id} style={{ margin: 0 }}>
        <SeverityMark level="high" bare /> {t('freeze.holds')} {covers === '' ? t('freeze.all') : <code>{covers}</code>}
        : {reason} <Link to="/calendar">{t('nav.calendar')}</Link>
      </p>
    ));
}
