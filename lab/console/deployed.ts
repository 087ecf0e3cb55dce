// Deployments as people make them, for pages to show: a plan signed by an operator's key, approved, and carried out by machines.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { signPlan } from '@suture/protocol/deployments/statements.ts';
import { writeSigningKey } from '@suture/protocol/trust/keys.ts';
import type { Console } from './console.ts';
import type { Machine } from './machine.ts';

type Asking = Pick<Console, 'ask'>;

/** A key that the server knows the public half of. */
export async function operatorKey({ ask }: Asking): Promise<KeyObject> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await ask('POST', '/operator-keys', { publicKey: writeSigningKey(publicKey), label: 'Ada’s key' });
  return privateKey;
}

export async function sign({ ask }: Asking, key: KeyObject, plan: string): Promise<void> {
  const { envelope } = (await ask('GET', `/plans/${plan}/signatures`)) as {
    readonly envelope: { readonly payload: string };
  };
  const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as Parameters<typeof signPlan>[0];
  await ask('POST', `/plans/${plan}/signatures`, { envelope: signPlan(statement, [key]) });
}

/** Frozen, signed and put up for approval; `plan`: what is asked for. */
export async function put(
  served: Asking,
  key: KeyObject,
  name: string,
  plan: object,
): Promise<{ readonly id: string; readonly hash: string }> {
  const { hash } = (await served.ask('POST', '/plans', { ships: { kind: 'security' }, ...plan })) as {
    readonly hash: string;
  };
  await sign(served, key, hash);
  const { id } = (await served.ask('POST', '/deployments', { plan: hash, name })) as { readonly id: string };
  return { id, hash };
}

/** Machines call until something holds; at most so many times. */
export async function callUntil(machines: readonly Machine[], holds: () => Promise<boolean>, most = 60): Promise<void> {
  for (let left = most; left > 0; left -= 1) {
    for (const each of machines) await each.checkIn();
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('it never came about');
}
