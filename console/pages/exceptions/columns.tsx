// The columns of exceptions, with what can be done to each.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { Column } from '../../components/data-table.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import type { Level } from '../../theme/severity.ts';
import type { Decided } from './decide-exception.tsx';
import type { Exception } from './exceptions.tsx';

/** What is over counts again, and what waits does not hold yet. */
const LEVEL = {
  waits: 'medium',
  'to-come': 'low',
  holds: 'fine',
  expired: 'unknown',
  ended: 'unknown',
} as const satisfies Record<Exception['state'], Level>;

export interface ExceptionColumnsOptions {
  readonly t: TFunction;
  readonly language: string;
  readonly mayMake: boolean;
  readonly mayApprove: boolean;
  readonly decide: (decided: Decided) => void;
}

const isOver = ({ state }: Exception): boolean => state === 'expired' || state === 'ended';

export function exceptionColumns(options: ExceptionColumnsOptions): readonly Column<Exception>[] {
  const { t, language, mayMake, mayApprove, decide } = options;
  return [
    {
      id: 'covers',
      header: t('exceptions.covers'),
      width: 'minmax(180px, 2fr)',
      narrow: 'minmax(0, 3fr)',
      cell: ({ covers }) => <code title={covers}>{covers}</code>,
    },
    {
      id: 'state',
      header: t('exceptions.state'),
      width: '150px',
      narrow: 'minmax(0, 2fr)',
      cell: ({ state }) => (
        <>
          <SeverityMark level={LEVEL[state]} bare /> {t(`exceptions.states.${state}`)}
        </>
      ),
    },
    {
      id: 'findings',
      header: t('exceptions.findings'),
      width: 'minmax(170px, 1fr)',
      cell: ({ covers, findings, endpoints }) =>
        findings === null || endpoints === null ? (
          <span className="quiet">{t('exceptions.noCount')}</span>
        ) : (
          <Link to="/vulnerabilities" search={{ q: covers, by: 'vulnerability' }}>
            {t('exceptions.onEndpoints', {
              findings: findings.toLocaleString(language),
              count: endpoints,
              endpoints: endpoints.toLocaleString(language),
            })}
          </Link>
        ),
    },
    { id: 'owner', header: t('exceptions.ownerShort'), width: 'minmax(90px, 1fr)', cell: ({ owner }) => owner },
    {
      id: 'reason',
      header: t('exceptions.reason'),
      width: 'minmax(180px, 2fr)',
      isUnfolded: true,
      cell: ({ reason }) => <span title={reason}>{reason}</span>,
    },
    { id: 'until', header: t('exceptions.until'), width: '110px', cell: ({ until }) => until },
    ...(mayMake
      ? [
          {
            id: 'actions',
            header: t('act.actions'),
            width: '190px',
            cell: (exception: Exception) =>
              !isOver(exception) && (
                <>
                  {mayApprove && exception.state === 'waits' && (
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={t('exceptions.approveWhich', { covers: exception.covers })}
                      onClick={() => decide({ exception, what: 'approve' })}
                    >
                      {t('exceptions.approve')}
                    </Button>
                  )}{' '}
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t('exceptions.endWhich', { covers: exception.covers })}
                    onClick={() => decide({ exception, what: 'end' })}
                  >
                    {t('exceptions.end')}
                  </Button>
                </>
              ),
          },
        ]
      : []),
  ];
}
