// What an endpoint says of itself, and each of its sections with what could not be read.
import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../api/types.ts';
import { Instant } from '../../components/instant.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { Wide } from '../../components/wide.tsx';
import { INVENTORY_LEVEL } from '../../theme/states.ts';

export function Facts({ endpoint }: { readonly endpoint: Answer<'showEndpoint'> }) {
  const { t, i18n } = useTranslation();
  const { facts, sections, tags, criticality, enrolledAt } = endpoint;
  const reboot = facts?.rebootRequired;
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    [t('endpoint.fact.criticality'), criticality],
    [t('endpoint.fact.tags'), tags.length === 0 ? '–' : tags.join(', ')],
    [t('endpoint.fact.enrolled'), <Instant key="enrolled" at={enrolledAt} />],
    [t('endpoint.fact.kernel'), facts?.kernel],
    [t('endpoint.fact.arch'), facts?.arch],
    [t('endpoint.fact.agent'), facts?.agentVersion],
    [
      t('endpoint.fact.reboot'),
      facts === null ? undefined : t(`endpoint.reboot.${reboot === null ? 'unknown' : reboot === true ? 'yes' : 'no'}`),
    ],
    [t('endpoint.fact.virtualization'), facts?.virtualization],
    ...(facts?.unseen === undefined ? [] : [[t('endpoint.fact.unseen'), facts.unseen] as const]),
  ];
  return (
    <>
      <Table verticalSpacing={6} maw={720}>
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" w={220} fw={400} className="quiet">
                {name}
              </Table.Th>
              <Table.Td>{value ?? t('level.unknown')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <h2>{t('endpoint.sections')}</h2>
      <Wide label={t('endpoint.sections')}>
        <Table verticalSpacing={6} maw={960}>
          <Table.Thead>
            <Table.Tr>
              {(['adapter', 'kind', 'status', 'items', 'since'] as const).map((each) => (
                <Table.Th key={each}>{t(`endpoint.section.${each}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sections.map(({ adapter, kind, status, items, since, problems }) => (
              <Table.Tr key={`${adapter} ${kind}`}>
                <Table.Td>{adapter}</Table.Td>
                <Table.Td>{t(`endpoint.kind.${kind}`)}</Table.Td>
                <Table.Td>
                  <span style={{ whiteSpace: 'nowrap' }}>
                    <SeverityMark level={INVENTORY_LEVEL[status]} bare /> {t(`endpoints.inventories.${status}`)}
                  </span>
                  {problems.map((problem) => (
                    <div key={problem} className="quiet">
                      {problem}
                    </div>
                  ))}
                </Table.Td>
                <Table.Td>{items === null ? t('level.unknown') : items.toLocaleString(i18n.language)}</Table.Td>
                <Table.Td>
                  <Instant at={since} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
    </>
  );
}
