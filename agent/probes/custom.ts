// Probes that a policy adds: a command that must end with 0, or an address that must answer as expected.
import type { Host } from '@suture/adapters/host.ts';
import type { CustomProbe, ProbeAnswer } from '@suture/core/probes/observation.ts';
import { probeFault } from '@suture/core/probes/probe-text.ts';

const mostBodyBytes = 64 * 1024;
/** Never throws. */
export async function askCustom(host: Host, probe: CustomProbe): Promise<ProbeAnswer> {
  const fault = probeFault(probe);
  if (fault !== undefined) return { passed: null, why: fault };
  return probe.kind === 'command' ? askCommand(host, probe) : askAddress(probe);
}

async function askCommand(
  host: Host,
  { argv, timeoutMs }: Extract<CustomProbe, { kind: 'command' }>,
): Promise<ProbeAnswer> {
  const result = await host.run({ argv, timeoutMs, maxOutputBytes: mostBodyBytes });
  switch (result.kind) {
    case 'missing':
      return { passed: null, why: `${argv[0]} is not there` };
    case 'timeout':
      return { passed: false, why: `it did not end within ${timeoutMs / 1000} s` };
    case 'failed':
      return { passed: null, why: plain(result.reason) };
    case 'exited':
      if (result.code === 0) return { passed: true };
      return { passed: false, why: plain(`exit ${result.code} ${result.stderr.trim() || result.stdout.trim()}`) };
  }
}

async function askAddress({
  url,
  timeoutMs,
  expectStatus,
  expectText,
}: Extract<CustomProbe, { kind: 'http' }>): Promise<ProbeAnswer> {
  try {
    const answer = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { 'user-agent': 'suture-probe' },
    });
    if (answer.status !== expectStatus) {
      await answer.body?.cancel();
      return { passed: false, why: `status ${answer.status}, and not ${expectStatus}` };
    }
    if (expectText === '') {
      await answer.body?.cancel();
      return { passed: true };
    }
    const text = await beginningOf(answer);
    return text.includes(expectText)
      ? { passed: true }
      : { passed: false, why: 'the text expected is not in the answer' };
  } catch (error) {
    const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
    const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
    return {
      passed: false,
      why: plain(typeof code === 'string' ? code : cause instanceof Error ? cause.message : 'no answer'),
    };
  }
}

async function beginningOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop cancels the rest.
    if (size >= mostBodyBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, mostBodyBytes).toString('utf8');
}

const plain = (text: string): string =>
  text
    .replaceAll(/[^\x21-\x7e]+/g, ' ')
    .trim()
    .slice(0, 200) || 'no reason was given';
