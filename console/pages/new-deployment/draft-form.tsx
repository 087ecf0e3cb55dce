// What, who, when and how carefully: the questions of a new deployment, answered in the URL.
import { Button, Checkbox, NativeSelect, Radio, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ActError } from '../../components/act-error.tsx';
import { ProbeLines } from '../../components/probe-lines.tsx';
import { QueryBar } from '../../components/query-bar.tsx';
import { type Draft, isNamed, REBOOTS, SHIPS, USUAL } from './draft-search.ts';
import styles from './new-deployment.module.css';
import { Windows } from './windows.tsx';

export interface DraftFormProps {
  readonly draft: Draft;
  readonly onChange: (next: Partial<{ [K in keyof Draft]: Draft[K] | undefined }>) => void;
  /** Of the preview, which says what is wrong with the query. */
  readonly queryError: Error | null;
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly isReady: boolean;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onSubmit: () => void;
}

const SOAKS = [0, 15, 30, 60, 240, 720, 1440, 2880, 10_080];
const EXPIRES = [24, 72, 168, 336, 720];
const EXAMPLES = {
  sources: 'openssl, curl',
  close: 'CVE-2026-1234',
  install: 'firefox, deb:chrony',
  remove: 'vlc, deb:telnetd',
} as const;
const PROBES = ['probes', 'ringProbes'] as const;

export function DraftForm(props: DraftFormProps) {
  const { draft, onChange, queryError, name, onName, isReady, isPending, error, onSubmit } = props;
  const { t } = useTranslation();
  const { ships = USUAL.ships, soak = USUAL.soak, expires = USUAL.expires } = draft;
  const soakText = (minutes: number): string =>
    minutes > 0 && minutes % 60 === 0
      ? t('plan.soakFor.h', { count: minutes / 60 })
      : t('plan.soakFor.min', { count: minutes });
  return (
    <div className={styles['form']}>
      <fieldset>
        <legend>{t('builder.what')}</legend>
        <Radio.Group
          size="xs"
          label={t('builder.ships.label')}
          value={ships}
          onChange={(next) => {
            const chosen = SHIPS.find((each) => each === next);
            onChange({ ships: chosen === USUAL.ships ? undefined : chosen, names: undefined });
          }}
        >
          <div className={styles['choices']}>
            {SHIPS.map((each) => (
              <Radio key={each} size="xs" value={each} label={t(`builder.ships.${each}`)} />
            ))}
          </div>
        </Radio.Group>
        {isNamed(ships) && (
          <TextInput
            label={t(`builder.${ships}`)}
            description={t(`builder.${ships}How`)}
            value={draft.names ?? ''}
            onChange={({ currentTarget }) => onChange({ names: currentTarget.value })}
            placeholder={EXAMPLES[ships]}
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </fieldset>
      <fieldset>
        <legend>{t('builder.who')}</legend>
        <p className="quiet">{t('builder.whoHow')}</p>
        <QueryBar
          list="endpoints"
          resource="endpoints"
          value={draft.q ?? ''}
          onSearch={(q) => onChange({ q })}
          error={queryError}
        />
      </fieldset>
      <fieldset>
        <legend>{t('builder.when')}</legend>
        <Windows
          chosen={draft.windows ?? []}
          onChange={(windows) => onChange({ windows: windows.length === 0 ? undefined : windows })}
        />
        <NativeSelect
          label={t('builder.expires')}
          value={String(expires)}
          onChange={({ currentTarget }) => onChange({ expires: Number(currentTarget.value) })}
          data={[...new Set([...EXPIRES, expires])]
            .toSorted((one, other) => one - other)
            .map((hours) => ({ value: String(hours), label: t('builder.days', { count: Math.ceil(hours / 24) }) }))}
        />
      </fieldset>
      <fieldset>
        <legend>{t('builder.safety')}</legend>
        <TextInput
          label={t('builder.rings')}
          description={t('builder.ringsHow')}
          value={draft.rings ?? USUAL.rings}
          onChange={({ currentTarget }) => onChange({ rings: currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
        />
        {(draft.windows ?? []).length > 0 && (
          <TextInput
            label={t('builder.catchUp')}
            description={t('builder.catchUpHow')}
            value={draft.catchUp ?? ''}
            placeholder="next-window"
            onChange={({ currentTarget }) => onChange({ catchUp: currentTarget.value || undefined })}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        <NativeSelect
          label={t('builder.soak')}
          value={String(soak)}
          onChange={({ currentTarget }) => onChange({ soak: Number(currentTarget.value) })}
          data={[...new Set([...SOAKS, soak])]
            .toSorted((one, other) => one - other)
            .map((minutes) => ({ value: String(minutes), label: soakText(minutes) }))}
        />
        <TextInput
          type="number"
          label={t('builder.mostInFlight')}
          value={draft.most ?? ''}
          placeholder={String(USUAL.most)}
          min={1}
          max={10_000}
          onChange={({ currentTarget: { valueAsNumber } }) =>
            onChange({ most: Number.isInteger(valueAsNumber) ? valueAsNumber : undefined })
          }
        />
        <NativeSelect
          label={t('builder.reboot')}
          value={draft.reboot ?? ''}
          onChange={({ currentTarget }) => onChange({ reboot: REBOOTS.find((each) => each === currentTarget.value) })}
          data={[
            { value: '', label: t('builder.rebootUsual') },
            ...REBOOTS.map((each) => ({ value: each, label: t(`plan.rebootsOf.${each}`) })),
          ]}
        />
        <Checkbox
          size="xs"
          label={t('builder.noRestart')}
          checked={draft.restart === 'none'}
          onChange={({ currentTarget }) => onChange({ restart: currentTarget.checked ? 'none' : undefined })}
        />
        {PROBES.map((kind) => (
          <ProbeLines
            key={kind}
            kind={kind}
            lines={draft[kind] ?? []}
            onChange={(lines) => onChange({ [kind]: lines.length === 0 ? undefined : lines })}
          />
        ))}
        <Checkbox
          size="xs"
          label={t('builder.cleanCanary')}
          description={t('builder.cleanCanaryHow')}
          checked={draft.clean === true}
          onChange={({ currentTarget }) => onChange({ clean: currentTarget.checked ? true : undefined })}
        />
      </fieldset>
      <p className="quiet">{t('builder.doWhat')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
        className={styles['do']}
      >
        <TextInput
          label={t('builder.name')}
          placeholder={t('builder.namePlaceholder')}
          value={name}
          onChange={({ currentTarget }) => onName(currentTarget.value)}
          maxLength={200}
          required
          autoComplete="off"
        />
        <Button type="submit" size="sm" loading={isPending} disabled={!isReady}>
          {t('builder.do')}
        </Button>
        <ActError error={error} />
      </form>
    </div>
  );
}
