// What people say of an endpoint, in one form: its tags, how much it matters, who can reach it.
import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { Dialog } from '../../components/dialog.tsx';
import { wordsOf } from '../../components/form-fields.ts';
import { CRITICALITIES, EXPOSURES } from './description.ts';

type EndpointDetail = Answer<'showEndpoint'>;
export type Described = Pick<EndpointDetail, 'tags' | 'criticality' | 'exposure'>;

/** Changes what is different from how it is, and nothing else. */
export async function save(id: string, { tags, criticality, exposure }: Described, to: Described): Promise<void> {
  const params = { path: { id } };
  const body = {
    ...(to.criticality !== criticality && { criticality: to.criticality }),
    ...(to.exposure !== exposure && { exposure: to.exposure }),
  };
  if (Object.keys(body).length > 0) await dataOf(api.PATCH('/api/v1/endpoints/{id}', { params, body }));
  const add = to.tags.filter((tag) => !tags.includes(tag));
  const remove = tags.filter((tag) => !to.tags.includes(tag));
  if (add.length + remove.length > 0) {
    await dataOf(api.POST('/api/v1/endpoints/{id}/tags', { params, body: { add, remove } }));
  }
}

/** What was said before, and what is said since: what a page shows may be older than either. */
export interface Changed {
  readonly from: Described;
  readonly to: Described;
}

export interface EditEndpointProps {
  readonly endpoint: EndpointDetail;
  readonly old: readonly string[];
  readonly onClose: () => void;
  readonly onDone: (changed: Changed) => void;
}

export function EditEndpoint({ endpoint, old, onClose, onDone }: EditEndpointProps) {
  const { t } = useTranslation();
  const { id, tags, criticality, exposure } = endpoint;
  const from = { tags, criticality, exposure };
  const act = useAct(
    async (to: Described): Promise<Changed> => {
      await save(id, from, to);
      return { from, to };
    },
    { old, onDone },
  );
  const onSubmit = (form: FormData) =>
    act.mutate({
      tags: [...new Set(wordsOf(form, 'tags').map((tag) => tag.toLowerCase()))],
      criticality: CRITICALITIES.find((each) => each === form.get('criticality')) ?? criticality,
      exposure: EXPOSURES.find((each) => each === form.get('exposure')) ?? exposure,
    });
  return (
    <Dialog
      title={t('edit.edit')}
      submit={t('edit.save')}
      onSubmit={onSubmit}
      onClose={onClose}
      error={act.error}
      isPending={act.isPending}
    >
      <TextInput
        name="tags"
        label={t('endpoints.tags')}
        description={t('edit.tagsHow')}
        defaultValue={tags.join(', ')}
        autoComplete="off"
        data-autofocus
      />
      <NativeSelect
        name="criticality"
        label={t('endpoint.fact.criticality')}
        defaultValue={criticality}
        data={CRITICALITIES.map((value) => ({ value, label: t(`edit.criticalities.${value}`) }))}
        mt="sm"
      />
      <NativeSelect
        name="exposure"
        label={t('endpoints.exposure')}
        description={t('edit.exposureWhy')}
        defaultValue={exposure}
        data={EXPOSURES.map((value) => ({ value, label: t(`endpoints.exposures.${value}`) }))}
        mt="sm"
      />
    </Dialog>
  );
}
