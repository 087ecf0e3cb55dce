// What the server has to judge by, said where lists of vulnerabilities and fixes would else look like all there is.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { feedAges } from '../api/feed-ages.ts';
import type { Answer } from '../api/types.ts';
import { SeverityMark } from './severity-mark.tsx';

type Known = Answer<'listFeeds'>['advisories'];

/** Undefined until it is known. */
function useAdvisories(): Known | undefined {
  const { data } = useQuery(feedAges);
  return data?.advisories;
}

/** Nothing where advisories are in use. */
export function AdvisoriesNote() {
  const { t } = useTranslation();
  const known = useAdvisories();
  if (known === undefined || known === 'in-use') return null;
  return (
    <p style={{ margin: 0 }}>
      <SeverityMark level="unknown" bare /> {t(`feeds.${known}`)}
    </p>
  );
}

/** In place of an empty list: it is only good news where there are advisories. */
export function NothingKnown({ otherwise }: { readonly otherwise: string }) {
  const { t } = useTranslation();
  const known = useAdvisories();
  return known === undefined || known === 'in-use' ? otherwise : t(`feeds.${known}`);
}
