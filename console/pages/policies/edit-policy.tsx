// Writes a policy, or its next version, with what it would have done in sight.
import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ProbeLines } from '../../components/probe-lines.tsx';
import { HERE, ZONES } from '../calendar/clock-text.ts';
import { RuleFields } from '../calendar/rule-fields.tsx';
import { readRule, type RuleDraft, ruleOf } from '../calendar/window-draft.ts';
import { OLD, type Policy } from './policies.tsx';
import styles from './policies.module.css';
import { PolicyPreview } from './policy-preview.tsx';

type Said = Policy['said'];

const PROBES = ['probes', 'ringProbes'] as const;
const REBOOTS = ['never', 'if-needed', 'in-window', 'ask'] as const;
const TEXTS = ['ships', 'endpoints', 'wait', 'rings', 'soak'] as const;
const HINTED = ['ships', 'endpoints', 'wait'] as const;

const newPolicy = (day: string): Said => ({
  name: '',
  ships: 'security',
  endpoints: '',
  days: 'FREQ=WEEKLY;BYDAY=TU',
  daysFrom: day,
  zone: HERE,
  wait: '3d',
  rings: '2,10%,rest',
  windows: [],
  soak: '24h',
  reboot: 'in-window',
  cleanCanary: false,
  isOn: true,
});

export interface EditPolicyProps {
  /** Undefined makes a new one. */
  readonly policy?: Policy;
  readonly onClose: () => void;
}

export function EditPolicy({ policy, onClose }: EditPolicyProps) {
  const { t } = useTranslation();
  const mayPreview = useMay('plan.create');
  const [said, setSaid] = useState<Said>(() => policy?.said ?? newPolicy(new Date().toISOString().slice(0, 10)));
  const change = (next: Partial<Said>) => setSaid((now) => ({ ...now, ...next }));
  const [rule, setRule] = useState<RuleDraft>(() => readRule(said.days));
  const [settled] = useDebouncedValue(said, 500);
  const act = useAct(
    (text: Said, header) =>
      policy === undefined
        ? dataOf(api.POST('/api/v1/policies', { params: { header }, body: { said: text } }))
        : dataOf(
            api.PUT('/api/v1/policies/{id}', {
              params: { path: { id: policy.id }, header },
              body: { said: text, version: policy.version },
            }),
          ),
    { old: OLD, onDone: onClose },
  );
  const title = policy === undefined ? t('policies.new') : t('policies.change', { name: policy.said.name });
  return (
    <Dialog
      title={title}
      submit={t('act.save')}
      onSubmit={() => act.mutate(said)}
      onClose={onClose}
      error={act.error}
      isPending={act.isPending}
      isReady={said.name.trim() !== ''}
      size="lg"
    >
      <div className={styles['form']}>
        <TextInput
          label={t('policies.field.name')}
          value={said.name}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          maxLength={80}
          required
          autoComplete="off"
          data-autofocus
        />
        <div role="group" aria-label={t('policies.field.days')} className={styles['days']}>
          <p>{t('policies.field.days')}</p>
          <RuleFields
            rule={rule}
            change={(next) => {
              const now = { ...rule, ...next };
              setRule(now);
              change({ days: ruleOf(now) });
            }}
          />
        </div>
        <TextInput
          type="date"
          label={t('policies.field.daysFrom')}
          value={said.daysFrom}
          onChange={({ currentTarget }) => change({ daysFrom: currentTarget.value })}
        />
        <NativeSelect
          label={t('policies.field.zone')}
          value={said.zone}
          onChange={({ currentTarget }) => change({ zone: currentTarget.value })}
          data={[...new Set([said.zone, ...ZONES])]}
        />
        {TEXTS.map((field) => {
          const hint = HINTED.find((each) => each === field);
          return (
            <TextInput
              key={field}
              label={t(`policies.field.${field}`)}
              {...(hint !== undefined && { description: t(`policies.hint.${hint}`) })}
              value={said[field]}
              onChange={({ currentTarget }) => change({ [field]: currentTarget.value })}
              autoComplete="off"
              spellCheck={false}
            />
          );
        })}
        <TextInput
          label={t('policies.field.windows')}
          description={t('policies.hint.windows')}
          defaultValue={said.windows.join(', ')}
          onChange={({ currentTarget }) =>
            change({
              windows: currentTarget.value
                .split(',')
                .map((each) => each.trim())
                .filter((each) => each !== ''),
            })
          }
          autoComplete="off"
        />
        <TextInput
          label={t('policies.field.catchUp')}
          description={t('policies.hint.catchUp')}
          value={said.catchUp ?? ''}
          placeholder="next-window"
          onChange={({ currentTarget }) => {
            const { catchUp: _, ...rest } = said;
            setSaid(currentTarget.value === '' ? rest : { ...rest, catchUp: currentTarget.value });
          }}
          autoComplete="off"
          spellCheck={false}
        />
        <NumberInput
          size="xs"
          label={t('policies.field.automaticUpTo')}
          description={t('policies.hint.automaticUpTo')}
          value={said.automaticUpTo ?? ''}
          min={0}
          hideControls
          onChange={(value) => {
            const { automaticUpTo: _, ...rest } = said;
            setSaid(typeof value === 'number' ? { ...rest, automaticUpTo: value } : rest);
          }}
        />
        <NativeSelect
          label={t('policies.field.reboot')}
          value={said.reboot}
          onChange={({ currentTarget }) => change({ reboot: currentTarget.value })}
          data={REBOOTS.map((value) => ({ value, label: t(`policies.reboots.${value}`) }))}
        />
        <Checkbox
          size="xs"
          label={t('builder.noRestart')}
          checked={said.restart === 'none'}
          onChange={({ currentTarget }) => change({ restart: currentTarget.checked ? 'none' : 'services' })}
        />
        {PROBES.map((kind) => (
          <ProbeLines key={kind} kind={kind} lines={said[kind] ?? []} onChange={(lines) => change({ [kind]: lines })} />
        ))}
        <Checkbox
          size="xs"
          label={t('policies.cleanCanary')}
          checked={said.cleanCanary}
          onChange={({ currentTarget }) => change({ cleanCanary: currentTarget.checked })}
        />
        <Checkbox
          size="xs"
          label={t('policies.isOn')}
          checked={said.isOn}
          onChange={({ currentTarget }) => change({ isOn: currentTarget.checked })}
        />
      </div>
      {mayPreview && settled.name.trim() !== '' && <PolicyPreview said={settled} />}
    </Dialog>
  );
}
