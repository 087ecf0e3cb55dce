// Open ports as netstat of Windows lists them, in whatever language.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNetstat } from './windows.ts';

const german = `
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status
  TCP    0.0.0.0:135            0.0.0.0:0              ABH\u00d6REN
  TCP    10.0.0.5:49152         0.0.0.0:0              ABH\u00d6REN
  TCP    10.0.0.5:445           10.0.0.9:50123         HERGESTELLT
  TCP    [::]:445               [::]:0                 ABH\u00d6REN
  UDP    0.0.0.0:123            *:*
`;

test('what listens is listed, and neither what is connected nor ports that change each time', () => {
  expect(parseNetstat(german)).toEqual(['tcp 0.0.0.0:135', 'tcp [::]:445', 'udp 0.0.0.0:123']);
});

test('anything may be read', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(Array.isArray(parseNetstat(text))).toBe(true);
    }),
  );
});
