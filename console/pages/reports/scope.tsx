// What a deployment was asked for, ring by ring what came of it, and who was left out and why.
import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateMark } from '../../components/state-mark.tsx';
import { Who } from '../../components/who.tsx';
import { Wide } from '../../components/wide.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import type { Report } from './report.tsx';

export function Scope({ report: { plan, rings } }: { readonly report: Report }) {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  return (
    <section aria-labelledby="scope">
      <h2 id="scope">{t('reports.scope')}</h2>
      <p>
        {t('reports.asked')} {plan.query === '' ? t('reports.everything') : <code>{plan.query}</code>}
        {plan.windows.length > 0 && `, ${t('reports.windows', { windows: plan.windows.join(', ') })}`}
      </p>
      <Wide label={t('reports.rings')}>
        <Table miw={560} maw={860} verticalSpacing={4} aria-label={t('reports.rings')}>
          <Table.Thead>
            <Table.Tr>
              {(['ring', 'state', 'endpoints', 'verified', 'failed', 'by'] as const).map((column) => (
                <Table.Th key={column} scope="col">
                  {t(`reports.ringColumn.${column}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rings.map(({ number, endpoints, state, jobs, failures, promotedBy }) => (
              <Table.Tr key={number}>
                <Table.Th scope="row" fw={400}>
                  {number + 1}
                </Table.Th>
                <Table.Td>
                  <StateMark of="ring" state={state} />
                </Table.Td>
                <Table.Td>{endpoints.toLocaleString(i18n.language)}</Table.Td>
                <Table.Td>{(jobs['succeeded'] ?? 0).toLocaleString(i18n.language)}</Table.Td>
                <Table.Td>{failures.toLocaleString(i18n.language)}</Table.Td>
                <Table.Td>
                  {promotedBy !== null ? <Who actor={promotedBy} /> : state === 'promoted' ? t('reports.gate') : ''}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
      {plan.excluded.length > 0 && (
        <>
          <h3>{t('reports.leftOut')}</h3>
          <ul>
            {plan.excluded.map(({ why, endpoints, names }) => (
              <li key={why}>
                {endpoints.toLocaleString(i18n.language)}: {words.sentence(why)}{' '}
                <span className="quiet">{names.join(', ')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
