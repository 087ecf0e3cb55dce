// Lets an exception be in force, or ends it before its day: what follows is said before it is done.
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { Dialog } from '../../components/dialog.tsx';
import { type Exception, OLD } from './exceptions.tsx';

export interface Decided {
  readonly exception: Exception;
  readonly what: 'approve' | 'end';
}

export function DecideException({ decided, onClose }: { readonly decided: Decided; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const {
    exception: { id, covers, owner, reason, until, findings, endpoints },
    what,
  } = decided;
  const path = { id };
  const decide = useAct(
    (_: undefined, header) =>
      what === 'approve'
        ? dataOf(api.POST('/api/v1/exceptions/{id}/approval', { params: { path, header } }))
        : dataOf(api.POST('/api/v1/exceptions/{id}/end', { params: { path, header } })),
    { old: OLD, onDone: onClose },
  );
  return (
    <Dialog
      title={t(`exceptions.${what}Which`, { covers })}
      submit={t(`exceptions.${what}`)}
      onSubmit={() => decide.mutate(undefined)}
      onClose={onClose}
      error={decide.error}
      isPending={decide.isPending}
      isSevere={what === 'end'}
    >
      <p>
        {owner}: {reason}
      </p>
      <p>
        {t(`exceptions.${what}What`, {
          until,
          count: endpoints ?? 0,
          findings: (findings ?? 0).toLocaleString(i18n.language),
          endpoints: (endpoints ?? 0).toLocaleString(i18n.language),
        })}
      </p>
    </Dialog>
  );
}
