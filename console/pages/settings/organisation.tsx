// The organisation: its name, and how far its record has come, signed, to keep where nobody who writes the database can reach it.
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay, useMe } from '../../api/me.ts';
import { ActError } from '../../components/act-error.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Permitted } from '../../components/permitted.tsx';
import styles from './rollout-limits.module.css';

export function Organisation() {
  const { t } = useTranslation();
  const mayCheckpoint = useMay('audit.checkpoint');
  const name = useMe().data?.organisation.name ?? '';
  return (
    <Permitted title={t('settings.place.organisation')} needs="organisation.edit">
      <PageHeader title={t('settings.place.organisation')} cli="suture whoami" />
      <section className={styles['limits']} aria-labelledby="name">
        <h2 id="name">{t('organisation.name')}</h2>
        <Rename key={name} name={name} />
      </section>
      {mayCheckpoint && (
        <section className={styles['limits']} aria-labelledby="checkpoint">
          <h2 id="checkpoint">{t('organisation.checkpoint')}</h2>
          <p>{t('organisation.checkpointWhat')}</p>
          <Checkpoint />
        </section>
      )}
    </Permitted>
  );
}

function Rename({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState(name);
  const rename = useAct(
    (to: string, header) => dataOf(api.PATCH('/api/v1/organisation', { params: { header }, body: { name: to } })),
    { old: ['me'] },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate(said.trim());
      }}
    >
      <TextInput
        aria-labelledby="name"
        value={said}
        onChange={({ currentTarget }) => setSaid(currentTarget.value)}
        maxLength={200}
        autoComplete="off"
        maw={420}
      />
      <ActError error={rename.error} />
      <Button type="submit" mt="xs" loading={rename.isPending} disabled={said.trim() === name || said.trim() === ''}>
        {t('organisation.rename')}
      </Button>
    </form>
  );
}

function Checkpoint() {
  const { t } = useTranslation();
  const take = useMutation({ mutationFn: () => dataOf(api.POST('/api/v1/audit/checkpoints')) });
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(take.data)], { type: 'application/json' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: 'suture-audit-checkpoint.json' });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <>
      <Button variant="default" loading={take.isPending} onClick={() => take.mutate()}>
        {t('organisation.take')}
      </Button>
      <ActError error={take.error} />
      {take.data && (
        <p role="status">
          {t(take.data.envelope === null ? 'audit.none' : 'organisation.taken')}{' '}
          {take.data.envelope !== null && (
            <Button size="compact-xs" variant="default" onClick={save}>
              {t('organisation.save')}
            </Button>
          )}
        </p>
      )}
    </>
  );
}
