// Messages of the agent protocol as they travel, written out by hand: what both sides must go on reading.

export const DIGEST = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
export const OTHER_DIGEST = 'sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae';
const ENDPOINT = '0198a5d2-7f3e-7c11-9a40-0c5f6b1d2e3f';

const facts =
  `{"hostname":"web-01.example.net","os":{"id":"debian","version":"12","name":"Debian GNU/Linux 12 (bookworm)"},
"kernel":"6.1.0-28-amd64","arch":"x86_64","bootId":"3f8a1c1e-6a55-4c0e-9a55-1f0e2d3c4b5a","agentVersion":"0.1.0",
"uptimeSeconds":1234567,"rebootRequired":false,"virtualization":"kvm"}`.replaceAll('\n', '');

/** Nothing has changed since the last one: apt and npm, nothing failed, no policy file. */
export const UNCHANGED_CHECK_IN =
  `{"protocol":1,"sequence":1763805600000,"facts":${facts},"sections":[` +
  `{"adapter":"apt","kind":"installed","status":"complete","digest":"${DIGEST}"},` +
  `{"adapter":"apt","kind":"available","status":"complete","digest":"${OTHER_DIGEST}"},` +
  `{"adapter":"npm","kind":"installed","status":"complete","digest":"${DIGEST}"}],` +
  `"policy":{"state":"none"},"clock":{"now":"2026-11-22T10:00:00.000Z","offsetMs":-12,"uncertaintyMs":8}}`;

/** Everything that can be said, with fields of a later protocol beside it. */
export const FULL_CHECK_IN = JSON.stringify({
  protocol: 1,
  sequence: 7,
  later: { nobody: 'knows' },
  facts: { ...JSON.parse(facts), rebootRequired: null, virtualization: null, shoeSize: 44 },
  sections: [
    {
      adapter: 'apt',
      kind: 'installed',
      status: 'partial',
      digest: DIGEST,
      problems: ['dpkg: status is cut off'],
      x: 1,
    },
    { adapter: 'apt', kind: 'available', status: 'failed', problems: ['apt-get: timeout after 60 s'] },
  ],
  jobs: [],
  policy: {
    state: 'in-force',
    digest: DIGEST,
    observeOnly: false,
    verbs: ['refresh-indexes'],
    maintenanceWindows: ['Sat 22:00 + 4h Europe/Berlin'],
    pinned: ['postgresql-15'],
    pinnedCount: 1,
  },
  clock: { now: '2026-11-22T10:00:00.000Z' },
});

export const CHECK_IN_ANSWER =
  `{"protocol":1,"state":"active","wants":[{"digest":"${DIGEST}","base":"${OTHER_DIGEST}"}],` +
  '"intervalSeconds":300,"jitterSeconds":30,"serverTime":"2026-11-22T10:00:00.012Z"}';

export const REQUEST_PEM = '-----BEGIN CERTIFICATE REQUEST-----\nMIIBAAA=\n-----END CERTIFICATE REQUEST-----\n';
export const CERTIFICATE_PEM = '-----BEGIN CERTIFICATE-----\nMIIBBBB=\n-----END CERTIFICATE-----\n';

export const ENROLMENT = JSON.stringify({
  protocol: 1,
  token: 'st1.AbCdEfGhIjKlMnOpQrStUv',
  csr: REQUEST_PEM,
  facts: JSON.parse(facts),
});

export const ENROLMENT_ANSWER = JSON.stringify({
  protocol: 1,
  endpoint: ENDPOINT,
  state: 'pending',
  certificate: CERTIFICATE_PEM,
  authorities: [CERTIFICATE_PEM],
  renewAfter: '2027-01-01T00:00:00.000Z',
  notAfter: '2027-02-01T00:00:00.000Z',
  intervalSeconds: 300,
});
