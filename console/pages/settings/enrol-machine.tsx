// Lets machines join: a token is made, its line is there to copy, and what comes of it is seen as it happens.
import { Button, Checkbox, Group, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay, useMe } from '../../api/me.ts';
import { Dialog } from '../../components/dialog.tsx';
import { textOf, wordsOf } from '../../components/form-fields.ts';
import { Instant } from '../../components/instant.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';
import { Joining } from './joining.tsx';
import { Overlay } from '../../components/overlay.tsx';
import styles from './settings.module.css';

const LIVES = { 3600: 'hour', 86400: 'day', 604800: 'week', 2592000: 'month' } as const;

interface Asked {
  readonly tags: string[];
  readonly uses: number;
  readonly expiresInSeconds: number;
  readonly autoApprove: boolean;
}

export function EnrolMachine({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const mayApprove = useMay('endpoint.approve');
  const scope = useMe().data?.tagScope;
  const make = useAct(
    (body: Asked, once) => dataOf(api.POST('/api/v1/enrolment-tokens', { body, headers: { ...once } })),
    {
      old: ['enrolment-tokens'],
    },
  );
  if (make.data) {
    const { line, expiresAt } = make.data;
    return (
      <Overlay onClose={onClose} size="lg" title={t('enrolment.ready')}>
        <ShownOnce label={t('enrolment.line')} text={line} />
        <p className="quiet">
          {t('act.shownOnce')} {t('act.ends')} <Instant at={expiresAt} />.
        </p>
        <Joining token={make.data} />
        <Group justify="flex-end" mt="md">
          <Button onClick={onClose}>{t('act.done')}</Button>
        </Group>
      </Overlay>
    );
  }
  return (
    <Dialog
      title={t('enrolment.new')}
      submit={t('enrolment.make')}
      onClose={onClose}
      error={make.error}
      isPending={make.isPending}
      onSubmit={(form) =>
        make.mutate({
          tags: wordsOf(form, 'tags'),
          uses: Number(textOf(form, 'uses')),
          expiresInSeconds: Number(textOf(form, 'life')),
          autoApprove: form.get('approve') !== null,
        })
      }
    >
      <div className={styles['form']}>
        <TextInput
          name="tags"
          label={t('endpoints.tags')}
          description={scope ? t('enrolment.tagsOfScope', { tags: scope.join(', ') }) : t('enrolment.tagsHint')}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <NumberInput
          name="uses"
          label={t('enrolment.uses')}
          defaultValue={1}
          min={1}
          max={10_000}
          allowDecimal={false}
          hideControls
          size="xs"
          required
        />
        <NativeSelect
          name="life"
          label={t('enrolment.life')}
          defaultValue="3600"
          data={Object.entries(LIVES).map(([value, name]) => ({ value, label: t(`enrolment.lives.${name}`) }))}
        />
        <Checkbox
          name="approve"
          size="xs"
          label={t('enrolment.approve')}
          description={t(mayApprove ? 'enrolment.approveHint' : 'enrolment.mayNotApprove')}
          disabled={!mayApprove}
          defaultChecked={mayApprove}
        />
      </div>
    </Dialog>
  );
}
