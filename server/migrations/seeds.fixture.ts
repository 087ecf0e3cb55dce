// Rows of every table, as servers of each earlier version would have left them; for tests of what later versions make of them.

/** Names in the statements: `:org`, `:one`, `:two`, `:ada`, `:run`. */
export const seedNames = ['org', 'one', 'two', 'ada', 'run'] as const;

/** Each with the migration from which on its tables are there. Values of later columns are left to their defaults. */
export const seeds: readonly (readonly [from: number, sql: string])[] = [
  [
    1,
    `insert into organisation (organisation, name) values (:org, 'first');
     insert into endpoint (organisation, id, name, state, tags, facts, os_id, os_version) values
       (:org, :one, 'web-1', 'active', '{web}', '{"hostname":"web-1"}', 'debian', '12'),
       (:org, :two, 'web-2', 'quarantined', '{}', '{}', null, null);
     insert into endpoint_seen (organisation, endpoint, seen_at) values (:org, :one, '2026-01-02T03:04:05Z');
     insert into package (organisation, digest, purl, ecosystem, name, version, source_name, source_version, subject, judged_at, due)
       values (:org, sha256('a'), 'pkg:deb/debian/a@1', 'Debian:12', 'a', '1', 'a', '1', 'a', '2026-01-02T03:05:00Z', false),
              (:org, sha256('b'), 'pkg:deb/debian/b@1', 'Debian:12', 'b', '1', 'b', '1', 'b', null, true);
     insert into package_set (organisation, kind, digest, items, ecosystems, content)
       values (:org, 'installed', sha256('set'), 2, '{Debian:12}', 'text');
     insert into package_set_member (organisation, package_set, package)
       select p.organisation, s.id, p.id from package p, package_set s;
     insert into section (organisation, endpoint, adapter, kind, status, package_set, since)
       select :org, :one, 'apt', 'installed', 'complete', id, '2026-01-02T03:04:05Z' from package_set;
     insert into section (organisation, endpoint, adapter, kind, status, problems, since)
       values (:org, :one, 'snap', 'installed', 'failed', '["no snapd"]', '2026-01-02T03:04:05Z');
     insert into section_history (organisation, endpoint, adapter, kind, status, package_set, since, until)
       select :org, :one, 'apt', 'installed', 'partial', id, '2026-01-01T00:00:00Z', '2026-01-02T03:04:05Z' from package_set;
     insert into package_finding (organisation, package, vulnerability, state, fixed_version, aliases, advisories, evidence, since)
       select :org, id, 'CVE-2026-0001', 'affected', '2', '{DSA-1}', '{DSA-1}', '[]', '-infinity' from package where name = 'a';
     insert into package_finding (organisation, package, vulnerability, state, evidence, since, until)
       select :org, id, 'CVE-2026-0002', 'no-fix', '[]', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z' from package where name = 'a'`,
  ],
  [
    2,
    `insert into advisory_generation (organisation, rules, as_of, id, since) values (:org, 1, '2026-01-01T00:00:00Z', 'g', '2026-01-01T00:00:00Z');
     insert into advisory_subject (organisation, ecosystem, subject, statements) values (:org, 'Debian:12', 'a', sha256('said'));
     insert into advisory_ecosystem (organisation, ecosystem, covered) values (:org, 'Debian:12', true);
     insert into vulnerability_name (organisation, name, vulnerability) values (:org, 'DSA-1', 'CVE-2026-0001');
     insert into package_doubt (organisation, vulnerability, package) select :org, 'CVE-2026-0003', id from package where name = 'b'`,
  ],
  [
    3,
    `insert into enrolment_token (organisation, digest, hint, created_at, created_by, expires_at, uses_left, tags, auto_approve)
       values (:org, sha256('token'), 'abcd', '2026-01-01T00:00:00Z', 'user', '2026-01-02T00:00:00Z', 3, '{web}', true);
     insert into endpoint_key (organisation, digest, endpoint) values (:org, sha256('key'), :one);
     insert into endpoint_certificate (organisation, serial, endpoint, key_digest, issued_at, renew_after, not_after)
       values (:org, repeat('0a', 16), :one, sha256('key'), '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z');
     insert into endpoint_want (organisation, endpoint, kind, digest, asked_at)
       values (:org, :one, 'installed', sha256('wanted'), '2026-01-01T00:00:00Z')`,
  ],
  [
    4,
    `insert into account (id, email, name, password, created_at) values
       (:ada, 'ada@example.org', 'Ada', '$argon2id$v=19$m=64,t=1,p=1$c2FsdA$aGFzaA', '2026-01-01T00:00:00Z');
     insert into membership (organisation, account, role, tag_scope, since)
       values (:org, :ada, 'operator', '{web}', '2026-01-01T00:00:00Z');
     insert into session (organisation, digest, account, address, created_at, expires_at, idle_until)
       values (:org, sha256('session'), :ada, '192.0.2.1', '2026-01-01T00:00:00Z', '2026-01-01T12:00:00Z', '2026-01-01T01:00:00Z');
     insert into api_token (organisation, digest, account, label, hint, scopes, created_at, expires_at)
       values (:org, sha256('api'), :ada, 'a script', 'wxyz', '{inventory.read}', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z');
     insert into setup_link (organisation, digest, hint, created_at, expires_at, used_at)
       values (:org, sha256('link'), 'link', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z', '2026-01-01T00:01:00Z');
     insert into sign_in_count (key, failures, tried_at, open_at) values (sha256('ada'), 2, '2026-01-01T00:00:00Z', '2026-01-01T00:00:02Z');
     insert into audit_head (organisation, sequence, hash) values (:org, 1, repeat('ab', 32));
     insert into audit_entry (organisation, sequence, at, actor, address, action, subject, before, after, previous, hash)
       values (:org, 1, '2026-01-01T00:00:00Z', 'server', null, 'setup-link.create', null, 'null', '{"b":1, "a": 2}', repeat('00', 32), repeat('ab', 32));
     insert into audit_checkpoint (organisation, sequence, at, envelope) values (:org, 1, '2026-01-01T00:00:00Z', '{"payload": "x"}')`,
  ],
  [
    5,
    `insert into idempotency_key (organisation, digest, request, answer, created_at)
       values (:org, sha256('key'), sha256('asked'), 'sealed', '2026-01-01T00:00:00Z');
     insert into invitation (organisation, digest, hint, email, name, role, created_at, created_by, expires_at)
       values (:org, sha256('invite'), 'vite', 'bob@example.org', 'Bob', 'viewer', '2026-01-01T00:00:00Z', 'user', '2026-01-04T00:00:00Z');
     insert into totp (account, secret, created_at, confirmed_at, last_step)
       values (:ada, decode(repeat('5e', 20), 'hex'), '2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z', 58000000);
     insert into recovery_code (account, digest) values (:ada, sha256('code'));
     insert into passkey (account, credential, public_key, counter, transports, host, label, created_at)
       values (:ada, repeat('c', 43), 'key', 7, '{internal}', 'suture.example', 'laptop', '2026-01-01T00:00:00Z');
     insert into passkey_challenge (digest, account, expires_at) values (sha256('challenge'), :ada, '2026-01-01T00:05:00Z')`,
  ],
  [
    6,
    `insert into installation (organisation, epoch, restored_at) values (:org, 3, '2026-01-01T00:00:00Z');
     insert into installation_keys (organisation, authorities, signing) values (:org, '{}', 'a key');
     insert into worker_lease (organisation, name, holder, until) values (:org, 'housekeeping', :one, '2026-01-01T00:00:00Z');
     update account set built_in = true`,
  ],
  [
    7,
    `insert into vulnerability (organisation, id, exploited, ransomware, epss, signals) values (:org, 'CVE-2026-0001', true, null, 0.25, '{"kev":{}}');
     insert into finding_group (organisation, digest, vulnerability, said, published, since, severity, cvss, due_exposed, rule_exposed)
       values (:org, sha256('group'), 'CVE-2026-0001', '{"state":"affected"}', '2026-01-01T00:00:00Z', '2026-01-01', 'high', 8.1, '2026-01-15', 'exploited');
     update package_finding set finding_group = (select id from finding_group) where until is null;
     insert into risk_state (organisation, policy, weighed, data) values (:org, 'cvss', 'g', '{"kev":"2026-01-01"}');
     insert into feed_state (organisation, name, records, malformed, examples, fetched_at, checked_at, error)
       values (:org, 'kev', 10, 1, '["x"]', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', 'away');
     insert into system_lifecycle (organisation, hash, system, product, release, label, state, end_of_life, source, judged_on, judged_with)
       values (:org, 42, '{"id":"debian"}', 'debian', '12', 'Debian 12', 'supported', '2028-06-30', 'debian', '2026-01-01', 'g');
     insert into package_set (organisation, kind, digest, items, content, offers_read)
       values (:org, 'available', sha256('available'), 1, 'text', true);
     insert into offer (organisation, digest, package, installed, candidate, source_name, source_version, origin, security, security_why)
       values (:org, sha256('offer'), 'a', '1', '2', 'a', '2', 'Debian', true, 'its channel');
     insert into offer_set_member (organisation, package_set, offer)
       select o.organisation, s.id, o.id from offer o, package_set s where s.kind = 'available';
     insert into event_audience (organisation, until) values (:org, '2026-01-01T00:00:00Z');
     update endpoint set booted_at = '2026-01-01T00:00:00Z'; update package set findings = 1 where name = 'a'`,
  ],
  [
    9,
    `insert into rollout_limit (organisation, most_in_flight, signatures_needed) values (:org, 7, 2);
     insert into disruption_group (organisation, name, most_in_flight) values (:org, 'db', 2);
     insert into plan (organisation, hash, document, root, endpoints, created_at, created_by, expires_at)
       values (:org, sha256('{}'), '{}', sha256('root'), 1, '2026-01-01T00:00:00Z', 'user', '2026-01-08T00:00:00Z');
     insert into operator_key (organisation, fingerprint, public_key, label, added_at, added_by)
       values (:org, sha256('operator'), 'a public key', 'yubikey', '2026-01-01T00:00:00Z', 'user');
     insert into plan_signature (organisation, plan, key, signature, at, by)
       values (:org, sha256('{}'), sha256('operator'), decode(repeat('51', 64), 'hex'), '2026-01-01T00:00:00Z', 'user');
     insert into deployment (organisation, id, name, plan, state, detail, fleet, most_in_flight, fence, created_at, created_by)
       values (:org, :run, 'january', sha256('{}'), 'running', '{"rings":1}', 2, 5, 4, '2026-01-01T00:00:00Z', 'user');
     insert into deployment_ring (organisation, deployment, number, first, "end", state, detail, most_in_flight)
       values (:org, :run, 0, 0, 1, 'open', '{}', 5);
     insert into deployment_job (organisation, deployment, position, endpoint, disruption_group) values (:org, :run, 0, :one, 'db');
     update deployment_job set state = 'installing', detail = '{"since":1}';
     insert into deployment_dispatch (organisation, deployment, position, attempt, number, endpoint, kind, epoch, sequence, envelope, expires_at, made_at)
       values (:org, :run, 0, 1, 1, :one, 'install', 3, 9, '{"payload":"x"}', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z');
     insert into dispatch_sequence (organisation, endpoint, epoch, sequence, obeyed_epoch) values (:org, :one, 3, 9, 2);
     insert into deployment_report (organisation, deployment, endpoint, attempt, dispatch, number, position, body, at, received_at)
       values (:org, :run, :one, 1, 1, 1, 0, '{"kind":"installing"}', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z');
     insert into deployment_approval (organisation, deployment, plan, actor, at)
       values (:org, :run, sha256('{}'), 'user', '2026-01-01T00:00:00Z');
     insert into deployment_note (organisation, deployment, at, about, text)
       values (:org, :run, '2026-01-01T00:00:00Z', 'deployment', 'It was scheduled, and is running.');
     insert into maintenance_window (organisation, id, kind, name, said, changed_at, changed_by)
       values (:org, :two, 'window', 'nights', '{"at":"02:00"}', '2026-01-01T00:00:00Z', 'user');
     insert into rollout_policy (organisation, id, version, said, at, by) values (:org, :two, 1, '{"close":"all"}', '2026-01-01T00:00:00Z', 'user');
     insert into finding_exception (organisation, id, owner, reason, covers, from_day, until_day, created_at, created_by)
       values (:org, :two, 'ada', 'a reason', 'CVE-2026-0001', '2026-01-01', '2026-02-01', '2026-01-01T00:00:00Z', 'user')`,
  ],
  [
    10,
    `insert into changelog (organisation, digest, source_name, source_version, fixes)
       values (:org, sha256('changelog'), 'a', '2', '[{"vulnerability":"CVE-2026-0001"}]');
     insert into changelog_set_member (organisation, package_set, changelog)
       select c.organisation, s.id, c.id from changelog c, package_set s where s.kind = 'available'`,
  ],
  [
    11,
    `insert into endpoint_selection (organisation, actor, endpoints, digest, created_at, expires_at)
       values (:org, 'user', array[:one, :two], sha256('both'), '2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z')`,
  ],
  [
    14,
    `insert into policy_run (organisation, policy, day, version, at, plan, deployment, says)
       values (:org, :two, '2026-01-01', 1, '2026-01-01T00:00:00Z', sha256('{}'), :run, 'a plan')`,
  ],
  [
    16,
    `insert into rehearsal (organisation, deployment, step, kind, endpoint, stands_for, dispatch, result, detail, made_at, ended_at)
       values (:org, :run, 0, sha256('step'), :one, 2, 1, 'pass', '{"says":[]}', '2026-01-01T00:00:00Z', '2026-01-01T00:10:00Z')`,
  ],
  [
    18,
    `insert into counted_class (organisation, digest, state, exposure, criticality, tags, facts, inventory, sets, pairs, endpoints)
       values (:org, sha256('class'), 'active', 'internal', 2, '{}', '{}', 'none', '{}', '{}', 1);
     insert into endpoint_class (organisation, endpoint, class) select organisation, :one, id from counted_class;
     insert into class_due (organisation, endpoint) values (:org, :one)`,
  ],
  [19, `insert into knowledge_change (organisation) values (:org)`],
  [
    20,
    `insert into catalog_rule (organisation, product, version, said, at, by)
       values (:org, 'firefox', 1, '{"stance":"held"}', '2026-01-01T00:00:00Z', 'user:x')`,
  ],
  [
    21,
    `insert into simulation (organisation, id, endpoint, adapter, changes, asked_at, outcome, answered_at)
       values (:org, sha256('question'), :one, 'apt', '[]', '2026-01-01T00:00:00Z', '{"kind":"not-simulated","why":"x"}',
         '2026-01-01T00:01:00Z')`,
  ],
  [
    23,
    `insert into daily_figure (organisation, day, at, endpoints, severe, exploited, overdue)
       values (:org, '2026-01-01', '2026-01-01T22:00:00Z', 2, 7, 1, 3)`,
  ],
  [
    24,
    `insert into own_file (organisation, digest, begun_at, begun_by, bytes)
       values (:org, sha256('file'), '2026-01-01T00:00:00Z', 'user:x', 4);
     insert into own_file_part (organisation, digest, part, data) values (:org, sha256('file'), 0, 'file');
     insert into own_release (organisation, package, version, digest, document, published_at, published_by)
       values (:org, 'notes', '1.0', sha256('{}'), '{}', '2026-01-01T00:00:00Z', 'user:x');
     insert into own_release_file (organisation, package, version, digest) values (:org, 'notes', '1.0', sha256('file'));
     insert into own_release_signature (organisation, package, version, key, signature, at, by)
       values (:org, 'notes', '1.0', sha256('key'), decode(repeat('00', 64), 'hex'), '2026-01-01T00:00:00Z', 'user:x');
     insert into own_index (organisation, number, changed_at) values (:org, 1, '2026-01-01T00:00:00Z')`,
  ],
  [
    26,
    `insert into rollout_freeze (organisation, id, covers, reason, until, created_at, created_by, lifted_at, lifted_by)
       values (:org, :two, 'tag:shop', 'the end of the year', '2027-01-04T00:00:00Z', '2026-12-20T00:00:00Z', 'user:x',
         '2026-12-24T00:00:00Z', 'user:y')`,
  ],
  [
    27,
    `insert into catalog_overlay (organisation, version, document, at, by)
       values (:org, 1, 'products: []', '2026-01-01T00:00:00Z', 'user:x')`,
  ],
];
