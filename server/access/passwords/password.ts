// Passwords: argon2id with its parameters beside each hash, made stronger as people log in, and as slow for nobody as for somebody.
import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** RFC 9106 §3.1. */
export interface PasswordCost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** 64 MiB and three passes (RFC 9106 §4, second choice, on one lane): about 0.15 s of one core. At most four run at once (libuv's threads). */
export const passwordCost: PasswordCost = { memoryKiB: 65_536, passes: 3, lanes: 1 };

export type PasswordVerdict =
  /** `upgraded`: store this instead, since the stored hash was made with other parameters. */
  { readonly ok: true; readonly upgraded: string | undefined } | { readonly ok: false };

const derive = promisify(argon2);
const saltBytes = 16;
const tagBytes = 32;
const mostCharacters = 1024;
const shape = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

/** A password that will not be hashed: what is wrong with it. NIST SP 800-63B §3.1.1: length is all that is asked. */
export function passwordProblem(password: string): string | undefined {
  const length = [...password.normalize('NFC')].length;
  if (length < 12) return 'a password has at least 12 characters';
  if (password.length > mostCharacters) return `a password has at most ${mostCharacters} characters`;
  return undefined;
}

function tag(password: string, salt: Buffer, { memoryKiB, passes, lanes }: PasswordCost): Promise<Buffer> {
  // The same letters typed on another keyboard are the same password.
  const message = Buffer.from(password.slice(0, mostCharacters).normalize('NFC'));
  return derive('argon2id', {
    message,
    nonce: salt,
    memory: memoryKiB,
    passes,
    parallelism: lanes,
    tagLength: tagBytes,
  });
}

/** A hash in the PHC string format, `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. `random`: gives that many random bytes. */
export async function hashPassword(
  password: string,
  random: (bytes: number) => Uint8Array,
  cost: PasswordCost = passwordCost,
): Promise<string> {
  const salt = Buffer.from(random(saltBytes));
  const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  const { memoryKiB, passes, lanes } = cost;
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${text(salt)}$${text(await tag(password, salt, cost))}`;
}

function readHash(
  text: string,
): { readonly cost: PasswordCost; readonly salt: Buffer; readonly tag: Buffer } | undefined {
  const [, memory, passes, lanes, salt = '', held = ''] = shape.exec(text) ?? [];
  const cost = { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const sane =
    cost.memoryKiB >= 8 * cost.lanes &&
    cost.memoryKiB <= 1 << 20 &&
    cost.passes >= 1 &&
    cost.passes <= 100 &&
    cost.lanes >= 1;
  return sane ? { cost, salt: Buffer.from(salt, 'base64'), tag: Buffer.from(held, 'base64') } : undefined;
}

/**
 * Judges a password against the stored hash. `stored` is undefined for a user who does not exist, or has no password: then as
 * much work is done, and the answer is no. A stored text that is no hash of ours is answered likewise.
 */
export async function verifyPassword(
  password: string,
  stored: string | undefined,
  random: (bytes: number) => Uint8Array,
  cost: PasswordCost = passwordCost,
): Promise<PasswordVerdict> {
  const held = stored === undefined ? undefined : readHash(stored);
  const decoy = { cost, salt: Buffer.alloc(saltBytes), tag: Buffer.alloc(tagBytes) };
  const against = held ?? decoy;
  const same = timingSafeEqual(await tag(password, against.salt, against.cost), against.tag);
  if (!same || held === undefined || password.length > mostCharacters) return { ok: false };
  const current = (['memoryKiB', 'passes', 'lanes'] as const).every((part) => held.cost[part] === cost[part]);
  return { ok: true, upgraded: current ? undefined : await hashPassword(password, random, cost) };
}
