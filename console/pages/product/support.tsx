// Until when the releases of a product are supported.
import { useTranslation } from 'react-i18next';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import { SUPPORT_LEVEL } from '../../theme/states.ts';
import type { Known } from './product.tsx';
import { Rows } from './rows.tsx';

export function Support({ known: { support } }: { readonly known: Known }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const unknown = <span className="quiet">{t('level.unknown')}</span>;
  return (
    <Rows
      id="support"
      title={t('catalog.one.support')}
      columns={[
        t('lifecycle.release'),
        t('lifecycle.state'),
        t('catalog.one.released'),
        t('lifecycle.end'),
        t('catalog.one.newest'),
        t('lifecycle.note'),
      ]}
      rows={support.releases.map(({ release, label, state, released, endOfLife, latest, note, source }) => ({
        key: release,
        cells: [
          label,
          <>
            <SeverityMark level={SUPPORT_LEVEL[state]} bare /> {t(`lifecycle.states.${state}`)}
          </>,
          released ?? unknown,
          endOfLife ?? unknown,
          latest ?? unknown,
          <>
            {note === null ? null : words.sentence(note)} <span className="quiet">{source}</span>
          </>,
        ],
      }))}
      empty={t(`catalog.one.noSupport.${support.known}`)}
    />
  );
}
