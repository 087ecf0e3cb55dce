// Oneself: who one is here, the password, second factors, and where one is signed in.
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Loading } from '../../components/page-state.tsx';
import { Authenticator } from './authenticator.tsx';
import { Passkeys } from './passkeys.tsx';
import { Password } from './password.tsx';
import { Sessions } from './sessions.tsx';
import styles from './settings.module.css';

export function Account() {
  const { t } = useTranslation();
  const me = useMe().data;
  if (me === undefined) return <Loading />;
  const scope = me.tagScope === null ? t('users.everything') : me.tagScope.join(', ');
  return (
    <>
      <PageHeader title={t('settings.place.account')} cli="suture whoami" />
      <p style={{ margin: 0 }}>
        <strong>{me.name}</strong>, {me.email}, {t('account.as', { role: t(`role.${me.role}`) })} {me.organisation.name}
        ; {t('account.reaches', { scope })}.
      </p>
      <p className="quiet" style={{ margin: 0 }}>
        {t('account.nameBy')}
      </p>
      <section className={styles['section']} aria-labelledby="password">
        <h2 id="password">{t('signIn.password')}</h2>
        <Password />
      </section>
      <section className={styles['section']} aria-labelledby="authenticator">
        <h2 id="authenticator">{t('account.authenticator')}</h2>
        <Authenticator />
      </section>
      <section className={styles['section']} aria-labelledby="passkeys">
        <h2 id="passkeys">{t('account.passkeys')}</h2>
        <Passkeys />
      </section>
      <section className={styles['section']} aria-labelledby="sessions">
        <h2 id="sessions">{t('account.sessions')}</h2>
        <Sessions />
      </section>
    </>
  );
}
