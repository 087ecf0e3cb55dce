// One change of many endpoints: which they are is frozen when it opens, then it is done in pieces and accounted for exactly.
import { Button, NativeSelect, Progress, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useAct } from '../../api/act.ts';
import { Dialog } from '../../components/dialog.tsx';
import { wordsOf } from '../../components/form-fields.ts';
import { Failed, Loading } from '../../components/page-state.tsx';
import type { Chosen } from '../../components/use-selection.ts';
import { CRITICALITIES, EXPOSURES } from '../endpoint/description.ts';
import { type Outcome, outcomeWith } from './bulk-outcome.ts';
import { changePiece, takeBack, type Wanted } from './bulk-pieces.ts';

export type BulkKind = 'tags' | 'criticality' | 'exposure' | 'approve';

const OLD = ['endpoints', 'endpoint', 'overview', 'values', 'patches', 'vulnerabilities'];

export interface BulkChangeProps {
  readonly kind: BulkKind;
  readonly q: string;
  readonly chosen: Chosen;
  readonly onClose: () => void;
}

export function BulkChange({ kind, q, chosen, onClose }: BulkChangeProps) {
  const { t, i18n } = useTranslation();
  const [outcome, setOutcome] = useState<Outcome>();
  const frozen = useQuery({
    queryKey: ['endpoint-selection', kind, q, chosen.kind, [...(chosen.kind === 'all' ? chosen.except : chosen.keys)]],
    queryFn: () =>
      dataOf(
        api.POST('/api/v1/endpoint-selections', {
          body: chosen.kind === 'all' ? { q, except: [...chosen.except] } : { endpoints: [...chosen.keys] },
        }),
      ),
    // Frozen is frozen: only opening it again asks anew.
    staleTime: Infinity,
    gcTime: 0,
  });
  const act = useAct(
    async ({ id, wanted }: { readonly id: string; readonly wanted: Wanted }) => {
      let all: Outcome | undefined;
      do {
        const piece = await changePiece(id, wanted, all?.next ?? 0);
        all = outcomeWith(all, piece);
        setOutcome(all);
      } while (all.next !== null);
    },
    { old: OLD },
  );
  const undo = useAct((back: Outcome['undo']) => takeBack(back), { old: OLD });
  const { data } = frozen;
  const shown = (number: number) => number.toLocaleString(i18n.language);
  const isDone = outcome?.next === null;
  const onSubmit = (form: FormData) => {
    if (isDone) onClose();
    else if (data) act.mutate({ id: data.id, wanted: wantedOf(kind, form) });
  };
  return (
    <Dialog
      title={t(`bulk.${kind}`)}
      submit={isDone ? t('shell.close') : t('bulk.do', { count: data?.count ?? 0 })}
      onSubmit={onSubmit}
      onClose={onClose}
      error={act.error ?? undo.error}
      isPending={act.isPending}
      isReady={data !== undefined && data.count > 0}
    >
      {frozen.error && <Failed error={frozen.error} />}
      {data === undefined && frozen.error === null && <Loading rows={1} />}
      {data && (
        <p>
          {t('bulk.frozen', { count: data.count })} <span className="mono quiet">{data.digest.slice(0, 12)}</span>
        </p>
      )}
      {outcome === undefined && <Fields kind={kind} />}
      {outcome && (
        <div role="status">
          <Progress
            value={outcome.total === 0 ? 100 : (100 * outcome.done) / outcome.total}
            aria-label={t('bulk.progress')}
            mb="xs"
          />
          {t('bulk.changed', { count: outcome.changed })}; {t('bulk.unchanged', { count: outcome.unchanged })}
          <ul>
            {outcome.excluded.map(({ why, count, names }) => (
              <li key={why}>
                {t('bulk.excluded', { count })}: {why} ({names.join(', ')}
                {count > names.length && ` ${t('patches.others', { count: count - names.length })}`})
              </li>
            ))}
          </ul>
          {isDone && outcome.undo.length > 0 && !undo.isSuccess && (
            <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate(outcome.undo)}>
              {t('edit.undo')}
            </Button>
          )}
          {undo.isSuccess && <p>{t('bulk.undone')}</p>}
          {outcome.next !== null && t('bulk.of', { done: shown(outcome.done), total: shown(outcome.total) })}
        </div>
      )}
    </Dialog>
  );
}

function Fields({ kind }: { readonly kind: BulkKind }) {
  const { t } = useTranslation();
  switch (kind) {
    case 'tags':
      return (
        <>
          <TextInput
            name="add"
            label={t('bulk.add')}
            description={t('edit.tagsHow')}
            data-autofocus
            autoComplete="off"
          />
          <TextInput name="remove" label={t('bulk.remove')} autoComplete="off" mt="sm" />
        </>
      );
    case 'criticality':
      return (
        <NativeSelect
          name="criticality"
          label={t('endpoint.fact.criticality')}
          defaultValue="normal"
          data={CRITICALITIES.map((value) => ({ value, label: t(`edit.criticalities.${value}`) }))}
        />
      );
    case 'exposure':
      return (
        <NativeSelect
          name="exposure"
          label={t('endpoints.exposure')}
          data={EXPOSURES.map((value) => ({ value, label: t(`endpoints.exposures.${value}`) }))}
        />
      );
    case 'approve':
      return <p>{t('bulk.approveWhat')}</p>;
  }
}

function wantedOf(kind: BulkKind, form: FormData): Wanted {
  const criticality = CRITICALITIES.find((each) => each === form.get('criticality'));
  const exposure = EXPOSURES.find((each) => each === form.get('exposure'));
  switch (kind) {
    case 'tags':
      return { kind: 'tags', add: wordsOf(form, 'add'), remove: wordsOf(form, 'remove') };
    case 'criticality':
    case 'exposure':
      return { kind: 'description', ...(criticality && { criticality }), ...(exposure && { exposure }) };
    case 'approve':
      return { kind: 'approval' };
  }
}
