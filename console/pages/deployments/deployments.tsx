// The deployments, the newest first: all, those that wait, those under way, those that are over.
import { Button, SegmentedControl } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import { useRows } from '../../api/rows.ts';
import type { Item } from '../../api/types.ts';
import { DataTable } from '../../components/data-table.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Permitted } from '../../components/permitted.tsx';
import { DEPLOYMENTS_OF } from '../../urls.ts';
import { deploymentColumns } from './columns.tsx';
import { Frozen } from './frozen.tsx';
import { StopAll } from './stop-all.tsx';

const route = getRouteApi('/deployments');

export function Deployments() {
  const { t } = useTranslation();
  return (
    <Permitted title={t('nav.deployments')} needs="deployment.read">
      <DeploymentList />
    </Permitted>
  );
}

function DeploymentList() {
  const { t, i18n } = useTranslation();
  const { of = 'all' } = route.useSearch();
  const navigate = route.useNavigate();
  const mayPlan = useMay('plan.create');
  const mayStop = useMay('deployment.stop');
  const rows = useRows<Item<'listDeployments'>>(['deployments', of], ({ cursor, limit }) =>
    dataOf(
      api.GET('/api/v1/deployments', { params: { query: { of, limit, ...(cursor !== undefined && { cursor }) } } }),
    ),
  );
  return (
    <>
      <PageHeader
        title={t('nav.deployments')}
        count={rows.total}
        cli={of === 'all' ? 'suture deployments ls' : `suture deployments ls --of ${of}`}
      >
        {mayStop && <StopAll />}
        {mayPlan && (
          <Button component={Link} to="/deployments/new">
            {t('deployments.new')}
          </Button>
        )}
      </PageHeader>
      <Frozen />
      <SegmentedControl
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        aria-label={t('deployments.of.label')}
        value={of}
        onChange={(next) => {
          const wanted = DEPLOYMENTS_OF.find((each) => each === next);
          void navigate({ search: wanted === undefined ? {} : { of: wanted } });
        }}
        data={(['all', ...DEPLOYMENTS_OF] as const).map((value) => ({ value, label: t(`deployments.of.${value}`) }))}
      />
      <DataTable
        label={t('nav.deployments')}
        columns={deploymentColumns(t, i18n.language)}
        rows={rows}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        empty={of === 'all' ? t('deployments.none') : t('state.empty')}
      />
    </>
  );
}
