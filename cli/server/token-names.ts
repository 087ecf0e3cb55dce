// Which token a person means: by its id, or by the last characters of its text.
import { AppError } from '@suture/core/app-error.ts';

interface Named {
  readonly id: string;
  readonly hint: string;
  readonly revokedAt: string | null;
}

/** Of those that are not revoked. `see`: the command that lists them. */
export function tokenMeant<Token extends Named>(text: string, tokens: readonly Token[], see: string): Token {
  const word = text.replace(/^…/, '');
  const found = tokens.filter(({ id, hint }) => id === word.toLowerCase() || hint === word);
  const good = found.filter(({ revokedAt }) => revokedAt === null);
  const [one, ...others] = good;
  if (one !== undefined && others.length === 0) return one;
  if (one !== undefined) {
    throw new AppError(
      'input',
      `${good.length} tokens end with ${word}; say which by its id`,
      good.map(({ id }) => `  ${id}`).join('\n'),
    );
  }
  const why = found.length > 0 ? `the token ${text} is revoked already` : `there is no token ${text}`;
  throw new AppError('input', why, `See them: ${see}`);
}
