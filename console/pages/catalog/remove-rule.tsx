// Takes the rule about a product back: what follows is said before it is done.
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { Dialog } from '../../components/dialog.tsx';
import { OLD } from './catalog.tsx';
import type { Product } from './columns.tsx';

export function RemoveRule({ product, onClose }: { readonly product: Product; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const path = { product: product.product };
  const remove = useAct(
    (_: undefined, header) => dataOf(api.DELETE('/api/v1/catalog/{product}/rule', { params: { path, header } })),
    { old: OLD, onDone: onClose },
  );
  return (
    <Dialog
      title={t('catalog.remove', { name: product.name })}
      submit={t('act.remove')}
      onSubmit={() => remove.mutate(undefined)}
      onClose={onClose}
      error={remove.error}
      isPending={remove.isPending}
      isSevere
    >
      <p>{t('catalog.removeWhat')}</p>
    </Dialog>
  );
}
