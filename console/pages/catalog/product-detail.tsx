// One product: its versions with how many endpoints have each, the rule about it in full, and where it is not kept.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../components/instant.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { Who } from '../../components/who.tsx';
import { type Product, stanceText } from './columns.tsx';
import styles from './catalog.module.css';

export interface ProductDetailProps {
  readonly product: Product;
  /** It stands on the page that the link would lead to. */
  readonly isWhole?: boolean;
}

export function ProductDetail({ product, isWhole = false }: ProductDetailProps) {
  const { t, i18n } = useTranslation();
  const { versions, rule, compliance, versionRule } = product;
  const shown = (count: number) => count.toLocaleString(i18n.language);
  return (
    <div className={styles['detail']}>
      {rule !== null && (
        <p>
          {t('catalog.by', { version: rule.version })}, <Instant at={rule.changedAt} />, <Who actor={rule.changedBy} />
          {rule.said.until !== null && `; ${t('catalog.field.until')}: ${rule.said.until}`}
          <br />
          {isWhole && (
            <>
              {t('catalog.updates')}: {stanceText(t, rule)}; {t('catalog.presence')}:{' '}
              {t(`catalog.presences.${rule.said.presence}`)}
              <br />
            </>
          )}
          {rule.said.reason}
        </p>
      )}
      {compliance !== null && (
        <p>
          {rule !== null && rule.said.endpoints !== '' && <code>{rule.said.endpoints}</code>}{' '}
          {t('catalog.asked', { count: compliance.asked, shown: shown(compliance.asked) })}{' '}
          {compliance.notKnown > 0 &&
            t('catalog.unknownOn', { count: compliance.notKnown, shown: shown(compliance.notKnown) })}
          {compliance.examples.length > 0 && (
            <>
              <br />
              {t('catalog.wrongOn', { names: compliance.examples.join(', ') })}
            </>
          )}
        </p>
      )}
      {versionRule !== null && (
        <p>
          {versionRule.state === 'kept' ? (
            t('catalog.versionsKept')
          ) : (
            <>
              <SeverityMark level="high" bare /> <WrongVersions product={product} />
            </>
          )}
        </p>
      )}
      {!isWhole && (
        <p>
          <Link to="/catalog/$product" params={{ product: product.product }}>
            {t('catalog.whole', { name: product.name })}
          </Link>
        </p>
      )}
      {versions.length > 0 && (
        <ul>
          {versions.map(({ version, endpoints, q }) => (
            <li key={version}>
              <Link to="/endpoints" search={{ q }}>
                {t('catalog.onEndpoints', { version, count: endpoints, shown: shown(endpoints) })}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function WrongVersions({ product: { versionRule } }: { readonly product: Product }) {
  const { t, i18n } = useTranslation();
  const { endpoints = 0, q = null } = versionRule ?? {};
  const said = t('catalog.versionsBroken', { count: endpoints, shown: endpoints.toLocaleString(i18n.language) });
  if (q === null) return said;
  return (
    <Link to="/endpoints" search={{ q }}>
      {said}
    </Link>
  );
}
