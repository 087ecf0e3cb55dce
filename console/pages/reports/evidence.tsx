// For each finding that a plan was to close: on how many endpoints it is proved closed, and what of the rest is known.
import { Button, Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { Wide } from '../../components/wide.tsx';
import type { Report } from './report.tsx';
import styles from './reports.module.css';

/** The least closed come first: what is not proved is seen. */
const SHOWN = 50;

export function Evidence({ findings }: Pick<Report, 'findings'>) {
  const { t, i18n } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  useEffect(() => {
    // Paper has no button for the rest.
    const onPrint = () => flushSync(() => setWhole(true));
    window.addEventListener('beforeprint', onPrint);
    return () => window.removeEventListener('beforeprint', onPrint);
  }, []);
  if (findings.length === 0) return null;
  const count = (number: number): string => (number === 0 ? '' : number.toLocaleString(i18n.language));
  const shown = isWhole ? findings : findings.slice(0, SHOWN);
  return (
    <section>
      <h2 id="evidence">{t('reports.evidence')}</h2>
      <p className="quiet">{t('reports.closedMeans')}</p>
      <Wide label={t('reports.evidence')}>
        <Table miw={860} verticalSpacing={4} aria-labelledby="evidence">
          <Table.Thead>
            <Table.Tr>
              {(['vulnerability', 'package', 'was', 'now', 'closed', 'installedOnly', 'open', 'unknown'] as const).map(
                (column) => (
                  <Table.Th key={column} scope="col">
                    {t(`reports.column.${column}`)}
                  </Table.Th>
                ),
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((each) => {
              const isClosed = each.closed === each.endpoints;
              return (
                <Table.Tr key={`${each.vulnerability} ${each.package} ${each.from}`}>
                  <Table.Th scope="row" fw={400} className={styles['whole'] ?? ''}>
                    <SeverityMark level={isClosed ? 'fine' : each.open > 0 ? 'high' : 'unknown'} bare />{' '}
                    <Link to="/vulnerabilities/$id" params={{ id: each.vulnerability }}>
                      {each.vulnerability}
                    </Link>
                  </Table.Th>
                  <Table.Td>{each.package}</Table.Td>
                  <Table.Td>
                    <code>{each.from}</code>
                  </Table.Td>
                  <Table.Td>
                    <code>{each.installed.join(', ')}</code>
                  </Table.Td>
                  <Table.Td className={styles['whole'] ?? ''}>
                    {t('reports.of', {
                      some: each.closed.toLocaleString(i18n.language),
                      all: each.endpoints.toLocaleString(i18n.language),
                    })}
                  </Table.Td>
                  <Table.Td>{count(each.installedOnly)}</Table.Td>
                  <Table.Td>{count(each.open)}</Table.Td>
                  <Table.Td>{count(each.unknown)}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Wide>
      {findings.length > shown.length && (
        <Button variant="default" size="compact-sm" onClick={() => setWhole(true)}>
          {t('reports.all', { count: findings.length })}
        </Button>
      )}
    </section>
  );
}
