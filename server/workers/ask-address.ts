// Asks an address that a plan names, as those see it who use it: no redirect is followed, and no more is read than is looked at.
import { lookup } from 'node:dns';
import { request as plain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as secure } from 'node:https';
import { BlockList, isIP } from 'node:net';
import type { ProbeAnswer } from '@suture/core/probes/observation.ts';
import type { RingProbe } from '@suture/core/rollouts/plan-document.ts';

const mostBodyBytes = 64 * 1024;

/** The server itself, and what clouds answer only to the machine that asks: nobody's service. */
const ownNetworks = new BlockList();
ownNetworks.addSubnet('0.0.0.0', 8, 'ipv4');
ownNetworks.addSubnet('127.0.0.0', 8, 'ipv4');
ownNetworks.addSubnet('169.254.0.0', 16, 'ipv4');
ownNetworks.addAddress('::', 'ipv6');
ownNetworks.addAddress('::1', 'ipv6');
ownNetworks.addSubnet('fe80::', 10, 'ipv6');
ownNetworks.addAddress('fd00:ec2::254', 'ipv6');

export const isOwn = (address: string): boolean => ownNetworks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Never rejects. `mayAsk`: whether an address, as numbers, may be asked at all. */
export function askAddress(
  { url, expectStatus, expectText, timeoutMs }: RingProbe,
  mayAsk: (address: string) => boolean = (address) => !isOwn(address),
): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    const no = (why: string): void =>
      resolve({ passed: false, why: why.replaceAll(/[^\x20-\x7e]+/g, ' ').slice(0, 200) });
    const to = URL.parse(url);
    const literal = to?.hostname.replace(/^\[|\]$/g, '') ?? '';
    if (to === null || !/^https?:$/.test(to.protocol)) return no('its address is none');
    if (isIP(literal) > 0 && !mayAsk(literal)) return no('a server does not ask itself or its own network segment');
    const signal = AbortSignal.timeout(timeoutMs);
    const hear = (answer: IncomingMessage): void => {
      let text = Buffer.alloc(0);
      const judge = (): void => {
        answer.destroy();
        if (answer.statusCode !== expectStatus) no(`status ${answer.statusCode}, and not ${expectStatus}`);
        else if (!text.toString('utf8').includes(expectText)) no('the text expected is not in the answer');
        else resolve({ passed: true });
      };
      if (answer.statusCode !== expectStatus || expectText === '') return judge();
      answer.on('data', (chunk: Buffer) => {
        text = Buffer.concat([text, chunk]).subarray(0, mostBodyBytes);
        if (text.length === mostBodyBytes) judge();
      });
      answer.on('end', judge);
      answer.on('error', (error) => no(error.message));
    };
    const options: RequestOptions = {
      signal,
      agent: false,
      headers: { 'user-agent': 'suture-probe' },
      // What a name stands for is looked at when it is connected to, so that no second answer is another one.
      lookup: (name, given, done) =>
        lookup(name, { ...given, all: true }, (error, addresses) => {
          const allowed = (addresses ?? []).filter(({ address }) => mayAsk(address));
          const [first] = allowed;
          if (error !== null) done(error, '', 0);
          else if (first === undefined)
            done(new Error('a server does not ask itself or its own network segment'), '', 0);
          else if (given.all === true) done(null, allowed);
          else done(null, first.address, first.family);
        }),
    };
    const asked = (to.protocol === 'https:' ? secure : plain)(to, options, hear);
    asked.on('error', (error) => no(signal.aborted ? `no answer within ${timeoutMs / 1000} s` : error.message));
    asked.end();
  });
}
