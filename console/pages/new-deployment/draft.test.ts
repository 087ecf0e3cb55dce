// A plan as it stands in the URL, is asked for, and is written as a command.
import { expect, test } from 'vitest';
import { askedBy, commandOf } from './draft.ts';
import { draftSearch } from './draft-search.ts';

test('without anything it is security updates everywhere, in the usual rings', () => {
  expect(askedBy({})).toEqual({
    q: '',
    ships: { kind: 'security' },
    rings: '2,10%,rest',
    windows: [],
    soakMinutes: 60,
    expiresInHours: 168,
    mostInFlight: 50,
    cleanCanary: false,
  });
  expect(commandOf({})).toBe('suture plan --security');
});

test('what is said is asked for and written as the same command', () => {
  const draft = {
    q: 'tag:web -tag:lab',
    ships: 'sources',
    names: ' openssl@3.0.15-1 , curl',
    windows: ['Friday, at night'],
    rings: '1,rest',
    soak: 1440,
    expires: 12,
    most: 5,
    clean: true,
    reboot: 'in-window',
    restart: 'none',
    probes: ['/usr/sbin/nginx -t'],
    ringProbes: ['https://shop.example.org/health 204'],
  } as const;
  expect(askedBy(draft)).toMatchObject({
    ships: { kind: 'sources', sources: ['openssl@3.0.15-1', 'curl'] },
    windows: ['Friday, at night'],
    cleanCanary: true,
    conduct: {
      reboot: 'in-window',
      restart: 'none',
      probes: [{ kind: 'command', argv: ['/usr/sbin/nginx', '-t'], blocking: true }],
    },
    ringProbes: [{ url: 'https://shop.example.org/health', expectStatus: 204 }],
  });
  expect(commandOf(draft)).toBe(
    "suture plan --query 'tag:web -tag:lab' --patch 'openssl@3.0.15-1' --patch 'curl' --rings '1,rest' --window 'Friday, at night' --soak 1d --at-once 5 --clean-canary --reboot in-window --no-restart --probe '/usr/sbin/nginx -t' --ring-probe 'https://shop.example.org/health 204' --expires 12h",
  );
  expect(commandOf({ ships: 'remove', names: 'firefox,deb:telnetd' })).toBe(
    "suture plan --remove 'firefox' --remove 'deb:telnetd'",
  );
  expect(commandOf({ q: 'tag:lab', ships: 'required' })).toBe("suture plan --query 'tag:lab' --required");
  expect(commandOf({ ships: 'close', names: 'CVE-2026-1', soak: 0 })).toBe("suture plan --close 'CVE-2026-1' --soak 0");
});

test('what is to be asked has to be a probe, and is nothing that goes through a shell', () => {
  expect(askedBy({ probes: ['/bin/true'] })).toMatchObject({ conduct: { probes: [{ argv: ['/bin/true'] }] } });
  for (const wrong of [{ probes: ['nginx -t'] }, { probes: ['/bin/sh -c x'] }, { ringProbes: ['/bin/true'] }]) {
    expect(askedBy(wrong)).toBeUndefined();
  }
});

test('products come and go by their names, or by what rules say of them', () => {
  expect(askedBy({ ships: 'install', names: 'deb:chrony@4.3-2' })).toMatchObject({
    ships: { kind: 'install', packages: ['deb:chrony@4.3-2'] },
  });
  expect(askedBy({ ships: 'remove', names: 'firefox, deb:telnetd' })).toMatchObject({
    ships: { kind: 'remove', packages: ['firefox', 'deb:telnetd'] },
  });
  expect(askedBy({ ships: 'forbidden', names: 'of another choice' })).toMatchObject({ ships: { kind: 'forbidden' } });
});

test('what is to be closed or installed has to be said', () => {
  expect(askedBy({ ships: 'remove' })).toBeUndefined();
  expect(askedBy({ ships: 'close', names: ' , ' })).toBeUndefined();
});

test('what stands in the URL and is none of it is as if it were not there', () => {
  expect(
    draftSearch({
      q: 12,
      ships: 'none',
      soak: -1,
      most: 'many',
      clean: 'yes',
      windows: 'Friday',
      rings: '2,rest',
      reboot: 'now',
      restart: 'all',
      probes: 'http://localhost/',
    }),
  ).toEqual({
    q: '12',
    rings: '2,rest',
  });
});
