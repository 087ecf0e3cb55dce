// One model: which firmware runs on how many, and each newer one with what it closes, asks for, and why it is kept back.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/me.ts';
import { useServerWords } from '../../i18n/server-words.ts';
import styles from './firmware.module.css';
import { type Model, urgencyText } from './model.ts';

export function ModelDetail({ model }: { readonly model: Model }) {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  const mayPlan = useMay('plan.create');
  const shown = (count: number) => count.toLocaleString(i18n.language);
  return (
    <div className={styles['detail']}>
      {model.available.map(({ version, endpoints, origins, urgency, closes, closesMore, needs, heldOn, held }) => (
        <section key={version}>
          <strong>{t('firmware.offeredOn', { version, count: endpoints, shown: shown(endpoints) })}</strong>{' '}
          <span className="quiet">
            {t('firmware.from', { origins: origins.join(', ') })}
            {urgency !== null && `, ${t('firmware.vendorSays', { urgency: urgencyText(t, urgency) })}`}
          </span>
          <ul>
            <li>
              {t('firmware.fixes')}: {closes.length === 0 && t('firmware.noFixes')}
              {closes.map((id) => (
                <span key={id}>
                  {id.startsWith('CVE-') ? (
                    <Link to="/vulnerabilities/$id" params={{ id }}>
                      {id}
                    </Link>
                  ) : (
                    id
                  )}{' '}
                </span>
              ))}
              {closesMore > 0 && t('firmware.more', { count: closesMore })}
            </li>
            <li>
              {t('firmware.needs')}:{' '}
              {needs.map((need) => t(`firmware.needed.${need}`)).join(', ') || t('firmware.nothingAsked')}
            </li>
            {heldOn > 0 && (
              <li>
                {t('firmware.heldOn', {
                  count: heldOn,
                  shown: shown(heldOn),
                  why: held.map(({ why }) => words.sentence(why)).join('; '),
                })}
              </li>
            )}
          </ul>
        </section>
      ))}
      {model.unaskedOn > 0 && (
        <p>{t('firmware.notAskedLong', { count: model.unaskedOn, shown: shown(model.unaskedOn) })}</p>
      )}
      <div>
        {t('firmware.runs')}:
        <ul>
          {model.versions.map(({ version, endpoints }) => (
            <li key={version}>{t('firmware.runsOn', { version, count: endpoints, shown: shown(endpoints) })}</li>
          ))}
        </ul>
      </div>
      {mayPlan && model.newerOn > 0 && (
        <Link to="/deployments/new" search={{ ships: 'sources', names: model.model, rings: '1,rest' }}>
          {t('firmware.deploy')}
        </Link>
      )}
    </div>
  );
}
