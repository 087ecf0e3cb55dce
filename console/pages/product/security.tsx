// What is known to be exploited of a product, and in which version what is closed, by who says so.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SeverityMark } from '../../components/severity-mark.tsx';
import type { Known } from './product.tsx';
import styles from './product.module.css';
import { Rows } from './rows.tsx';

/** Of each fix so many vulnerabilities are named. */
const NAMED = 4;
/** And of each release so many fixes. */
const FIXES = 3;

export function Security({ known: { exploited, fixes } }: { readonly known: Known }) {
  const { t } = useTranslation();
  const rows = fixes.items.flatMap((place) =>
    place.fixes
      .slice(0, FIXES)
      .map((fix) => ({ ...fix, place, key: `${place.ecosystem} ${place.package} ${fix.version}` })),
  );
  const open = fixes.items.filter(({ openTotal }) => openTotal > 0);
  return (
    <>
      <Rows
        id="exploited"
        title={t('catalog.one.exploited')}
        columns={[
          t('catalog.one.vulnerability'),
          t('catalog.one.what'),
          t('catalog.one.calledThere'),
          t('catalog.one.since'),
        ]}
        rows={exploited.items.map(({ vulnerability, name, vendor, product, added }) => ({
          key: vulnerability,
          cells: [
            <>
              <SeverityMark level="critical" bare /> <Cve id={vulnerability} />
            </>,
            name,
            `${vendor}: ${product}`,
            added,
          ],
        }))}
        empty={t(`catalog.one.noExploited.${exploited.known}`)}
      >
        {exploited.total > 0 && <p className={styles['note']}>{t('catalog.one.exploitedNote')}</p>}
      </Rows>
      <Rows
        id="fixes"
        title={t('catalog.one.fixes')}
        columns={[
          t('catalog.one.where'),
          t('catalog.one.version'),
          t('catalog.one.closes'),
          t('catalog.one.published'),
          t('catalog.one.source'),
        ]}
        rows={rows.map(({ key, place, version, severity, vulnerabilities, vulnerabilitiesTotal, published }) => ({
          key,
          cells: [
            `${place.ecosystem}: ${place.package}`,
            <span className="mono">{version}</span>,
            <span className={styles['closes']}>
              <SeverityMark level={severity} bare />{' '}
              {vulnerabilities.slice(0, NAMED).map((id, index) => (
                <span key={id}>
                  {index > 0 && ', '}
                  <Cve id={id} />
                </span>
              ))}
              {vulnerabilitiesTotal > NAMED && ` ${t('catalog.more', { count: vulnerabilitiesTotal - NAMED })}`}
            </span>,
            published ?? <span className="quiet">{t('level.unknown')}</span>,
            place.sources.join(', '),
          ],
        }))}
        empty={t(`catalog.one.noFixes.${fixes.known}`)}
      >
        {open.length > 0 && (
          <ul>
            {open.map(({ ecosystem, package: name, open: ids, openTotal }) => (
              <li key={`${ecosystem} ${name}`}>
                {t('catalog.one.open', { where: `${ecosystem}: ${name}` })}{' '}
                {ids.slice(0, NAMED).map((id, index) => (
                  <span key={id}>
                    {index > 0 && ', '}
                    <Cve id={id} />
                  </span>
                ))}
                {openTotal > NAMED && ` ${t('catalog.more', { count: openTotal - NAMED })}`}
              </li>
            ))}
          </ul>
        )}
      </Rows>
    </>
  );
}

const Cve = ({ id }: { readonly id: string }) => (
  <Link to="/vulnerabilities/$id" params={{ id }}>
    {id}
  </Link>
);
