// How many endpoints are so far, leading to them.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { JOB_GROUPS, type JobGroup } from '../../theme/rollout-states.ts';
import styles from './deployment.module.css';

export interface GroupLinkProps {
  readonly id: string;
  readonly group: JobGroup;
  readonly count: number;
  /** Of all rings where it is absent. */
  readonly ring?: number;
}

export function GroupLink({ id, group, count, ring }: GroupLinkProps) {
  const { t, i18n } = useTranslation();
  const level = JOB_GROUPS.find((each) => each.group === group)?.level ?? 'unknown';
  return (
    <Link
      to="/deployments/$id"
      params={{ id }}
      search={{ tab: 'endpoints', state: group, ...(ring !== undefined && { ring }) }}
      className={styles['group']}
    >
      <SeverityMark level={level} bare />
      {count.toLocaleString(i18n.language)} {t(`deployment.groups.${group}`)}
    </Link>
  );
}
