// What a person may, and where: the role, and the tags of the endpoints that they reach.
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ROLES, type Role } from './roles-known.ts';

export interface RoleFieldsProps {
  readonly role: Role;
  readonly tagScope: readonly string[] | null;
}

export function RoleFields({ role: before, tagScope }: RoleFieldsProps) {
  const { t } = useTranslation();
  const [role, setRole] = useState<string>(before);
  const isAdmin = role === 'admin';
  return (
    <>
      <NativeSelect
        name="role"
        label={t('users.role')}
        description={t('users.roleHint')}
        data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value)}
      />
      <TextInput
        name="tags"
        label={t('users.scope')}
        description={t(isAdmin ? 'users.scopeAdmin' : 'users.scopeHint')}
        defaultValue={tagScope?.join(', ')}
        disabled={isAdmin}
        autoComplete="off"
        spellCheck={false}
      />
    </>
  );
}
