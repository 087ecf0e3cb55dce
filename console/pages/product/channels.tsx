// By which channels a product comes: what each has of it, since when, and which endpoints got it there.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Known } from './product.tsx';
import { Rows } from './rows.tsx';

export function Via({ known: { via } }: { readonly known: Known }) {
  const { t, i18n } = useTranslation();
  return (
    <Rows
      id="via"
      title={t('catalog.one.via')}
      columns={[t('catalog.one.channel'), t('vulnerabilities.endpoints'), t('catalog.versions')]}
      rows={via.map(({ channel, endpoints, versions, q }) => ({
        key: channel,
        cells: [
          channel,
          q === null ? (
            endpoints.toLocaleString(i18n.language)
          ) : (
            <Link to="/endpoints" search={{ q }}>
              {endpoints.toLocaleString(i18n.language)}
            </Link>
          ),
          versions.toLocaleString(i18n.language),
        ],
      }))}
      empty={t('catalog.one.nobody')}
    />
  );
}

/** Its names, with what the index of each channel has. */
export function Names({ known: { identities } }: { readonly known: Known }) {
  const { t } = useTranslation();
  const unknown = <span className="quiet">{t('level.unknown')}</span>;
  return (
    <Rows
      id="channels"
      title={t('catalog.one.channels')}
      columns={[
        t('catalog.one.channel'),
        t('catalog.one.name'),
        t('catalog.one.newest'),
        t('catalog.one.since'),
        t('catalog.one.source'),
      ]}
      rows={identities.map(({ channel, id, publisher, listing }) => ({
        key: `${channel} ${id} ${publisher ?? ''}`,
        cells: [
          channel,
          <>
            <code>{id}</code> {publisher !== null && <span className="quiet">{publisher}</span>}
            {listing?.isDeprecated === true && <> · {t('catalog.one.deprecated')}</>}
            {listing?.updatesItself === true && <> · {t('catalog.one.updatesItself')}</>}
          </>,
          listing?.version ?? unknown,
          listing?.changed ?? unknown,
          listing?.source ?? <span className="quiet">{t('catalog.one.noIndex')}</span>,
        ],
      }))}
      empty={t('catalog.one.noNames')}
    />
  );
}
