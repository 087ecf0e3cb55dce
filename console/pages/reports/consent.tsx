// Who said yes to a deployment: froze its plan, signed it, approved it, and let its rings through.
import { useTranslation } from 'react-i18next';
import { Instant } from '../../components/instant.tsx';
import { Who } from '../../components/who.tsx';
import type { Report } from './report.tsx';

export function Consent({ report: { plan, signatures, approvals } }: { readonly report: Report }) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="consent">
      <h2 id="consent">{t('reports.consent')}</h2>
      <ul>
        <li>
          {t('reports.frozen')} <Who actor={plan.by} />, <Instant at={plan.at} />
        </li>
        {signatures.map(({ key, label, at, revoked }) => (
          <li key={key}>
            {t('reports.signed', { label })} <code title={key}>{key.slice(0, 16)}…</code>, <Instant at={at} />
            {revoked && `, ${t('reports.revoked')}`}
          </li>
        ))}
        {approvals.given.map(({ actor, name, at }) => (
          <li key={`${actor} ${at}`}>
            {t('reports.approved')} {name ?? <Who actor={actor} />}, <Instant at={at} />
          </li>
        ))}
        {approvals.given.length === 0 && <li>{t('reports.nobody', { count: approvals.needed })}</li>}
      </ul>
      <p className="quiet">
        {t('order.hash')}: <code style={{ overflowWrap: 'anywhere' }}>{plan.hash}</code>
      </p>
    </section>
  );
}
