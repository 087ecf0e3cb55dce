// What each role may: one row for each permission, in the order in which the roles gain them.
import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { Wide } from '../../components/wide.tsx';
import { permissionKey } from './permissions-known.ts';

export function Roles() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['roles'],
    queryFn: () => dataOf(api.GET('/api/v1/roles')),
    staleTime: Infinity,
  });
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const all = data.items.at(-1)?.permissions ?? [];
  return (
    <>
      <PageHeader title={t('settings.place.roles')} cli="suture users roles" />
      <p className="quiet" style={{ margin: 0 }}>
        {t('settings.rolesWhat')}
      </p>
      <Wide label={t('settings.place.roles')}>
        <Table verticalSpacing={5} miw={640} maw={960} aria-label={t('settings.place.roles')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('settings.permission')}</Table.Th>
              {data.items.map(({ name }) => (
                <Table.Th key={name} scope="col">
                  {t(`role.${name}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {all.map((permission) => {
              const key = permissionKey(permission);
              return (
                <Table.Tr key={permission}>
                  <Table.Th scope="row" fw={400}>
                    {key === undefined ? permission : t(key)} <code className="quiet">{permission}</code>
                  </Table.Th>
                  {data.items.map(({ name, permissions }) => (
                    <Table.Td key={name}>
                      {permissions.includes(permission) ? (
                        t('settings.may')
                      ) : (
                        <span className="quiet">{t('settings.mayNot')}</span>
                      )}
                    </Table.Td>
                  ))}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Wide>
    </>
  );
}
