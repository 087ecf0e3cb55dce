// Reverse proxies that are believed: what they say of whom they speak for counts, and nobody else's word does.
import { isIP } from 'node:net';

/** Addresses and networks in CIDR notation; with a sentence each, what is neither, or would believe everybody. */
export function readTrustedProxies(text: string): {
  readonly proxies: readonly string[];
  readonly problems: readonly string[];
} {
  const proxies = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  return { proxies, problems: proxies.flatMap((each) => problemOf(each) ?? []) };
}

function problemOf(proxy: string): string | undefined {
  const [address = '', prefix, ...more] = proxy.split('/');
  const family = isIP(address);
  const isNetwork = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
  if (family === 0 || !isNetwork || more.length > 0) {
    return `--trust-proxy ${JSON.stringify(proxy)} is neither an address nor a network like 10.0.0.0/8.`;
  }
  return Number(prefix) === 0 ? `--trust-proxy ${proxy} would believe everybody: name the proxies.` : undefined;
}
