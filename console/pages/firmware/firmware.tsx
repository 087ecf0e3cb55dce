// Devices by model: the firmware they run, what is newer, how urgent, what it fixes and what installing it asks of the machine.
import { Link, getRouteApi } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import type { Column } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { valueWord } from '../../components/query-words.ts';
import { SeverityMark } from '../../components/severity-mark.tsx';
import type { Level } from '../../theme/severity.ts';
import { ModelDetail } from './model-detail.tsx';
import { type Model, urgencyText } from './model.ts';

const route = getRouteApi('/firmware');

/** Who does not know of anything newer is not fine. */
function levelOf({ available, unaskedOn }: Model): Level {
  if (available.some(({ closes }) => closes.length > 0)) return 'high';
  if (available.length > 0) return 'medium';
  return unaskedOn > 0 ? 'unknown' : 'fine';
}

const everyOf = <Value,>({ available }: Model, of: (release: Model['available'][number]) => readonly Value[]) => [
  ...new Set(available.flatMap(of)),
];

function columnsOf(t: TFunction, language: string): readonly Column<Model>[] {
  const shown = (count: number) => count.toLocaleString(language);
  const firstOf = (values: readonly string[]) => (
    <span title={values.join(', ')}>
      {values[0]}{' '}
      {values.length > 1 && <span className="quiet">{t('firmware.more', { count: values.length - 1 })}</span>}
    </span>
  );
  return [
    {
      id: 'model',
      header: t('firmware.device'),
      width: 'minmax(150px, 2fr)',
      narrow: 'minmax(0, 3fr)',
      cell: (model) => (
        <span title={model.model}>
          <SeverityMark level={levelOf(model)} bare /> {model.model}
        </span>
      ),
    },
    {
      id: 'endpoints',
      header: t('vulnerabilities.endpoints'),
      width: '90px',
      align: 'end',
      cell: ({ model, endpoints }) => (
        <Link to="/endpoints" search={{ q: `package:${valueWord(model)}` }}>
          {shown(endpoints)}
        </Link>
      ),
    },
    {
      id: 'runs',
      header: t('firmware.runs'),
      width: 'minmax(140px, 1fr)',
      cell: ({ versions: [first], versionCount }) => (
        <>
          <span className="mono">{first?.version}</span>{' '}
          {versionCount > 1 && <span className="quiet">{t('firmware.more', { count: versionCount - 1 })}</span>}
        </>
      ),
    },
    {
      id: 'newer',
      header: t('firmware.newer'),
      width: 'minmax(100px, 1fr)',
      narrow: 'minmax(0, 2fr)',
      cell: ({ available, unaskedOn }) =>
        available.length > 0 ? (
          <span className="mono">{firstOf(available.map(({ version }) => version))}</span>
        ) : (
          <span className="quiet">
            {unaskedOn > 0
              ? t('firmware.notAsked', { count: unaskedOn, shown: shown(unaskedOn) })
              : t('firmware.noNewer')}
          </span>
        ),
    },
    {
      id: 'newerOn',
      header: t('firmware.newerOn'),
      width: '90px',
      align: 'end',
      cell: ({ newerOn }) => (newerOn > 0 ? shown(newerOn) : ''),
    },
    {
      id: 'urgency',
      header: t('firmware.urgency'),
      width: '80px',
      cell: (model) => firstOf(everyOf(model, ({ urgency }) => (urgency === null ? [] : [urgencyText(t, urgency)]))),
    },
    {
      id: 'fixes',
      header: t('firmware.fixes'),
      width: 'minmax(180px, 1.2fr)',
      cell: (model) => firstOf(everyOf(model, ({ closes }) => closes)),
    },
    {
      id: 'needs',
      header: t('firmware.needs'),
      width: 'minmax(140px, 1.2fr)',
      cell: (model) => {
        const needs = everyOf(model, (release) => release.needs).map((need) => t(`firmware.needed.${need}`));
        return <span title={needs.join(', ')}>{needs.join(', ')}</span>;
      },
    },
  ];
}

export function Firmware() {
  const { t, i18n } = useTranslation();
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <ListPage
      title={t('nav.firmware')}
      name="hardware"
      cli="suture firmware --fleet"
      fetchPage={(place) => dataOf(api.GET('/api/v1/hardware', { params: { query: { ...place, q } } }))}
      columns={columnsOf(t, i18n.language)}
      keyOf={({ model, vendor }) => `${model} ${vendor ?? ''}`}
      nameOf={({ model }) => model}
      unfold={(model) => <ModelDetail model={model} />}
      query={{
        q,
        onSearch: (next) => void navigate({ search: next === '' ? {} : { q: next } }),
        resource: 'packages',
        facets: ['os', 'tag', 'exposure'],
      }}
      empty={t('firmware.none')}
    />
  );
}
