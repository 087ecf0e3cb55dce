// The server's log: JSON lines, to stderr or a bounded file, in which no secret appears whatever was logged.
import { pino, type Logger } from 'pino';
import { redactTokens } from '@suture/protocol/trust/token-text.ts';
import { boundedFile } from './bounded-file.ts';

export type Log = Logger;

export interface LogOptions {
  /** Undefined for stderr. */
  readonly file: string | undefined;
  readonly level: string;
}

const mostCharacters = 16_000;
const secretNames = ['password', 'token', 'secret', 'authorization', 'cookie', 'key'];
const hidden = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

export function openLog({ file, level }: LogOptions): Log {
  if (file === undefined) return logTo((line) => void process.stderr.write(line), level);
  const bounded = boundedFile(file);
  return logTo((line) => bounded.write(line), level);
}

/** `write` is given whole lines. */
export function logTo(write: (line: string) => void, level = 'info'): Log {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorOf },
      redact: { paths: hidden, censor: '***' },
    },
    { write: (line: string) => write(withoutSecrets(line)) },
  );
}

/** The last wall: what looks like a secret wherever it stands. */
function withoutSecrets(line: string): string {
  return redactTokens(line.length <= mostCharacters ? line : cut(line))
    .replaceAll(/(postgres(?:ql)?:\/\/[^:@/\s"]*:)[^@\s"]+@/g, '$1***@')
    .replaceAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?="))/g, '(private key)')
    .replaceAll(/\$argon2id?\$[^"\s\\]+/g, '$argon2…');
}

/** Still a line of JSON. */
function cut(line: string): string {
  const [time] = /"time":"[^"]*"/.exec(line) ?? ['"time":null'];
  const beginning = JSON.stringify(line.slice(0, mostCharacters));
  return `{"level":"warn",${time},"msg":"a line of ${line.length} characters was cut","beginning":${beginning}}\n`;
}

/** What an error says, and not the rows that PostgreSQL quotes in its details. */
function errorOf(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const code: unknown = Reflect.get(error, 'code');
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    stack: error.stack,
    ...(error.cause !== undefined && depth < 3 && { cause: errorOf(error.cause, depth + 1) }),
    ...(error instanceof AggregateError && {
      errors: error.errors.slice(0, 5).map((each) => errorOf(each, depth + 1)),
    }),
  };
}
