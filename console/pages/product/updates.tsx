// What channels offer in place of a product, and what its rule does with each.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import type { Known } from './product.tsx';
import { Rows } from './rows.tsx';

export function Updates({ known: { updates, updatesTotal, updatesQ } }: { readonly known: Known }) {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  return (
    <Rows
      id="updates"
      title={t('catalog.updates')}
      columns={[
        t('catalog.one.package'),
        t('catalog.one.version'),
        t('vulnerabilities.endpoints'),
        t('catalog.one.security'),
        t('catalog.one.inPlans'),
      ]}
      rows={updates.map(({ package: name, version, endpoints, heldOn, security, ruleSays }) => ({
        key: `${name} ${version}`,
        cells: [
          name,
          <span className="mono">{version}</span>,
          <>
            {endpoints.toLocaleString(i18n.language)}
            {heldOn > 0 && <span className="quiet"> · {t('catalog.one.heldOn', { count: heldOn })}</span>}
          </>,
          t(`catalog.one.isSecurity.${security}`),
          ruleSays === null ? (
            t('catalog.one.taken')
          ) : (
            <>
              <SeverityMark level="medium" bare /> {words.sentence(ruleSays)}
            </>
          ),
        ],
      }))}
      empty={t('catalog.one.noUpdates')}
    >
      {updatesTotal > 0 && (
        <Link to="/patches" search={{ of: 'offered', q: updatesQ }}>
          {t('catalog.one.allUpdates', { count: updatesTotal })}
        </Link>
      )}
    </Rows>
  );
}
