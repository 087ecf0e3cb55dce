// Why a job waits, in words; the server's own where this console does not know it.
import { useTranslation } from 'react-i18next';

const REASONS = [
  'fence',
  'signatures',
  'blackout',
  'freeze',
  'offline',
  'clock',
  'disruption-group',
  'maintenance-window',
  'user-deferral',
  'safeguard',
  'coverage',
  'too-long',
] as const;

export function useReason(): (reason: string) => string {
  const { t } = useTranslation();
  return (reason) => {
    const known = REASONS.find((each) => each === reason);
    return known === undefined ? reason : t(`jobs.reasons.${known}`);
  };
}
