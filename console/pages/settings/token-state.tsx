// Whether a token still opens anything.
import { useTranslation } from 'react-i18next';
import { SeverityMark } from '../../components/severity-mark.tsx';

export interface TokenStateProps {
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  /** Undefined where it may be used without end. */
  readonly usesLeft?: number;
}

export function TokenState({ expiresAt, revokedAt, usesLeft }: TokenStateProps) {
  const { t } = useTranslation();
  const state =
    revokedAt !== null
      ? 'revoked'
      : Date.parse(expiresAt) <= Date.now()
        ? 'expired'
        : usesLeft === 0
          ? 'used'
          : 'valid';
  return (
    <>
      <SeverityMark level={state === 'valid' ? 'fine' : 'unknown'} bare /> {t(`tokens.states.${state}`)}
    </>
  );
}
