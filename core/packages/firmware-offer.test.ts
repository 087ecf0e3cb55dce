// What is said of an update of firmware is read back as it was meant.
import { expect, test } from 'vitest';
import { readFirmwareOffer, sayFirmwareOffer } from './firmware-offer.ts';

test('what it closes, how urgent it is and what it needs is said in a sentence, and read from it', () => {
  const said = sayFirmwareOffer({
    closes: ['CVE-2026-0001', 'DSA-2026-017'],
    urgency: 'critical',
    needs: ['ac-power', 'reboot'],
  });
  expect(said).toBe(
    'closes CVE-2026-0001, DSA-2026-017; its vendor calls it critical; needs the machine plugged in and a reboot',
  );
  expect(readFirmwareOffer(said)).toEqual({
    closes: ['CVE-2026-0001', 'DSA-2026-017'],
    closesMore: 0,
    urgency: 'critical',
    needs: ['ac-power', 'reboot'],
  });
});

test('of many that it closes some are named, and how many more there are', () => {
  const closes = Array.from({ length: 15 }, (_, index) => `CVE-2026-${1000 + index}`);
  const { closes: named, closesMore } = readFirmwareOffer(sayFirmwareOffer({ closes, urgency: undefined, needs: [] }));
  expect([named.length, named[0], closesMore]).toEqual([12, 'CVE-2026-1000', 3]);
});

test('what says nothing of it closes nothing that is known, and other words are no needs', () => {
  const nothing = { closes: [], closesMore: 0, urgency: undefined, needs: [] };
  expect(readFirmwareOffer(sayFirmwareOffer({ closes: [], urgency: undefined, needs: [] }))).toEqual(nothing);
  for (const text of ['', 'closes <b>; needs money', 'its vendor calls it Very Bad', 'constructor; needs toString'])
    expect(readFirmwareOffer(text)).toEqual(nothing);
});
