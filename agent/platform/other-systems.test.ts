// The texts for macOS and Windows, which no test has run there yet: they say the right things and escape what they are given.
import { expect, test } from 'vitest';
import { launchdPlist } from './launchd.ts';
import { windowsTask } from './windows-task.ts';

test('the property list runs the agent as its user and keeps it running', () => {
  const text = launchdPlist('_suture', '/var/db/a & <b>');
  expect(text).toContain('<string>/usr/local/lib/suture-agent/agent.mjs</string>\n    <string>run</string>');
  expect(text).toContain('<string>/var/db/a &amp; &lt;b&gt;</string>');
  expect(text).toContain('<key>UserName</key>\n  <string>_suture</string>');
  expect(text).toContain('<key>KeepAlive</key>\n  <true/>');
});

test('the task starts with the system, as the system, and its paths stay single arguments', () => {
  const text = windowsTask(
    'C:\\Program Files\\Suture\\node.exe',
    'C:\\Program Files\\Suture\\agent.mjs',
    'C:\\State & more\\',
  );
  expect(text).toContain('<Command>C:\\Program Files\\Suture\\node.exe</Command>');
  expect(text).toContain(
    '<Arguments>"C:\\Program Files\\Suture\\agent.mjs" "run" "--state" "C:\\State &amp; more\\\\"</Arguments>',
  );
  expect(text).toContain('<UserId>S-1-5-18</UserId>');
  expect(text).toContain('<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>');
});
