// The report of one deployment: what it closed and what proves it, who said yes, what came of it; to print or to save.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useDemo } from '../../api/demo.ts';
import type { Answer } from '../../api/types.ts';
import { Instant } from '../../components/instant.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { Permitted } from '../../components/permitted.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { Failures } from '../deployment/failures.tsx';
import { Consent } from './consent.tsx';
import { Evidence } from './evidence.tsx';
import { Scope } from './scope.tsx';
import styles from './reports.module.css';

export type Report = Answer<'getDeploymentReport'>;

const route = getRouteApi('/reports/$id');

export function ReportPage() {
  const { t } = useTranslation();
  return (
    <Permitted title={t('nav.reports')} needs="deployment.read">
      <OneReport />
    </Permitted>
  );
}

function OneReport() {
  const { t, i18n } = useTranslation();
  const { id } = route.useParams();
  const isDemo = useDemo();
  const { data, error, refetch } = useQuery({
    queryKey: ['deployment-report', id],
    queryFn: () => dataOf(api.GET('/api/v1/deployments/{id}/report', { params: { path: { id } } })),
  });
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const closed = data.findings.filter((each) => each.closed === each.endpoints).length;
  return (
    <article className={styles['report']}>
      <PageHeader title={t('reports.title', { name: data.name })} cli={`suture report ${id}`}>
        <Button variant="default" onClick={() => window.print()}>
          {t('reports.print')}
        </Button>
        <Button
          component="a"
          href={`/api/v1/deployments/${id}/report`}
          download={`${isDemo ? 'demo-' : ''}suture-report-${id.slice(0, 8)}.json`}
        >
          {t('reports.save')}
        </Button>
      </PageHeader>
      <p>
        <StateMark of="deployment" state={data.state} />.{' '}
        {data.findings.length === 0
          ? t('reports.noFindings')
          : t('reports.proved', {
              count: data.findings.length,
              closed: closed.toLocaleString(i18n.language),
              all: data.findings.length.toLocaleString(i18n.language),
            })}{' '}
        <span className="quiet">
          {t('reports.asOf')} <Instant at={data.at} />.{' '}
          <Link to="/deployments/$id" params={{ id }}>
            {t('reports.toDeployment')}
          </Link>
        </span>
      </p>
      <Evidence findings={data.findings} />
      <section aria-labelledby="failures">
        <h2 id="failures">{t('reports.failures')}</h2>
        <Failures deployment={{ id, failures: data.failures }} />
      </section>
      <Consent report={data} />
      <Scope report={data} />
    </article>
  );
}
