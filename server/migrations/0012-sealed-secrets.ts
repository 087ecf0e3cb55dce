// Secrets of authenticators may be sealed, and an index that no query uses is gone.
import type { Migration } from './runner.ts';

export const sealedSecrets: Migration = {
  id: '0012-sealed-secrets',
  up: String.raw`
-- 20 bytes as they are, of those put on before this; or 49, sealed: a version, a nonce, a tag, and the 20.
alter table totp drop constraint totp_secret_check;
alter table totp add constraint totp_secret_check check (octet_length(secret) in (20, 49));

drop index package_changelog;
`,
};
