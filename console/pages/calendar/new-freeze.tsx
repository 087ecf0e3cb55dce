// Makes a freeze: over which endpoints nothing new begins, why, and until when.
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { Dialog } from '../../components/dialog.tsx';
import { textOf } from '../../components/form-fields.ts';
import styles from './calendar.module.css';
import { OLD } from './freezes.tsx';

interface Body {
  readonly covers: string;
  readonly reason: string;
  readonly until?: string;
}

export function NewFreeze({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const act = useAct((body: Body, header) => dataOf(api.POST('/api/v1/freezes', { params: { header }, body })), {
    old: OLD,
    onDone: onClose,
  });
  return (
    <Dialog
      title={t('freeze.new')}
      submit={t('freeze.do')}
      onSubmit={(form) => {
        const until = textOf(form, 'until');
        act.mutate({
          covers: textOf(form, 'covers'),
          reason: textOf(form, 'reason'),
          ...(until !== '' && { until: new Date(until).toISOString() }),
        });
      }}
      onClose={onClose}
      error={act.error}
      isPending={act.isPending}
    >
      <div className={styles['form']}>
        <p>{t('freeze.what')}</p>
        <TextInput
          name="reason"
          label={t('freeze.reason')}
          required
          maxLength={2000}
          autoComplete="off"
          data-autofocus
        />
        <TextInput
          name="covers"
          label={t('freeze.covers')}
          description={t('freeze.coversHint')}
          maxLength={4000}
          autoComplete="off"
          spellCheck={false}
        />
        <TextInput
          type="datetime-local"
          name="until"
          label={t('freeze.untilWhen')}
          description={t('freeze.untilHint')}
        />
      </div>
    </Dialog>
  );
}
