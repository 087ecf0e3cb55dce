// What counts as one address, and which counters an attempt has.
import { expect, test } from 'vitest';
import { addressGroup, attemptKeys } from './sign-in.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:0DB8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['no address', 'no address'],
])('%s counts as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group);
});

test('an account and an address share no counter with another account or address', () => {
  const all = [
    attemptKeys('a@example.org', '192.0.2.1'),
    attemptKeys('b@example.org', '192.0.2.2'),
    attemptKeys('192.0.2.1', 'a@example.org'),
  ].flatMap(({ pair, strange }) => [pair, ...strange].map(({ key }) => key.toString('hex')));
  expect(new Set(all).size).toBe(9);
});
