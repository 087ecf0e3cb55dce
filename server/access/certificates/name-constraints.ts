// Which names an authority may vouch for, as X.509 says it (RFC 5280 §4.2.1.10), and the same judged by ourselves.
import * as x509 from './x509.ts';
import { BlockList, isIP, SocketAddress } from 'node:net';
import { der, sequence } from '@suture/protocol/trust/der.ts';

/** Addresses that mean nothing outside one's own network: RFC 1918, 6598, 3927, 4193, 4291 and the loopback. */
const privateNetworks = [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const;

const nameConstraintsOid = '2.5.29.30';

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  // Written out by Node so that only `::` is left to unfold.
  const { address: text } = new SocketAddress({ address, family: 'ipv6' });
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const groups =
    dotted === null
      ? text
      : `${dotted[1]}${[2, 4].map((at) => ((Number(dotted[at]) << 8) | Number(dotted[at + 1])).toString(16)).join(':')}`;
  const [head = '', tail] = groups.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - left.length - right.length }, () => '0');
  return Buffer.from([...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function mask(bytes: number, prefix: number): Buffer {
  return Buffer.from(
    Array.from({ length: bytes }, (_, at) => (0xff00 >> Math.min(8, Math.max(0, prefix - at * 8))) & 0xff),
  );
}

const dnsTree = (name: string): Buffer => sequence(der(0x82, Buffer.from(name, 'ascii')));

function network(address: string, prefix: number): Buffer {
  const bytes = addressBytes(address);
  return sequence(der(0x87, bytes, mask(bytes.length, prefix)));
}

function constraints(tag: number, trees: readonly Buffer[]): x509.Extension {
  return new x509.Extension(nameConstraintsOid, true, sequence(der(tag, ...trees)));
}

const whole = (address: string): number => (isIP(address) === 4 ? 32 : 128);

/** For the servers' authority: these names with those below them, these addresses, `localhost` and private addresses. */
export function serversOnly(names: readonly string[]): x509.Extension {
  const hosts = new Set(['localhost', ...names.filter((name) => isIP(name) === 0)]);
  const addresses = names.filter((name) => isIP(name) !== 0);
  return constraints(0xa0, [
    ...[...hosts].map(dnsTree),
    ...addresses.map((address) => network(address, whole(address))),
    ...privateNetworks.map(([address, prefix]) => network(address, prefix)),
  ]);
}

/** For the endpoints' authority: no host name and no address at all. */
export function endpointsOnly(): x509.Extension {
  return constraints(0xa1, [dnsTree(''), network('0.0.0.0', 0), network('::', 0)]);
}

/** The wanted names that an authority made for `permitted` may not vouch for. */
export function namesBeyond(permitted: readonly string[], wanted: readonly string[]): readonly string[] {
  const networks = new BlockList();
  for (const [address, prefix] of privateNetworks)
    networks.addSubnet(address, prefix, isIP(address) === 4 ? 'ipv4' : 'ipv6');
  for (const address of permitted.filter((name) => isIP(name) !== 0)) {
    networks.addAddress(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  const hosts = ['localhost', ...permitted.filter((name) => isIP(name) === 0)];
  return wanted.filter((name) => {
    const family = isIP(name);
    if (family !== 0) return !networks.check(name, family === 4 ? 'ipv4' : 'ipv6');
    return !hosts.some((host) => name === host || name.endsWith(`.${host}`));
  });
}
