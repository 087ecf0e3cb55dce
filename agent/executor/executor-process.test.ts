// The executor as a system manager starts it: its own process, a socket handed over, root's policy in force.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askExecutor } from '../executor-door.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-executor-process-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const isRoot = process.geteuid?.() === 0 && process.platform === 'linux';

test.skipIf(!isRoot)(
  'it answers as the policy lets it, and keeps a record (skipped unless root on Linux)',
  async () => {
    const run = join(base, 'run');
    mkdirSync(run, { mode: 0o755 });
    const socket = join(run, 'executor.sock');
    const policy = join(base, 'policy.yaml');
    writeFileSync(policy, 'observe-only: true\n', { mode: 0o644 });
    const listener = createServer().listen(`${socket}.made`);
    await once(listener, 'listening');
    // libuv removes what it made when it closes; by this name the socket stays.
    renameSync(`${socket}.made`, socket);
    chmodSync(socket, 0o600);
    const { fd } = Reflect.get(listener, '_handle') as { readonly fd: number };
    const main = join(import.meta.dirname, '../main.ts');
    const given = ['executor', '--socket', socket, '--policy', policy, '--journal', join(base, 'journal')];
    // As sd_listen_fds(3) wants it, the process is told its own number.
    const line = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"';
    const child = spawn('sh', ['-c', line, 'sh', process.execPath, main, ...given], {
      stdio: ['ignore', 'inherit', 'inherit', fd],
    });
    // Only the child is to take who comes.
    listener.close();
    const door = { socket, main, policy };

    const answers = [await askExecutor(door, 'describe'), await askExecutor(door, 'refresh-indexes')];
    expect(answers).toMatchObject([
      { outcome: 'done', describes: { policy: { state: 'in-force', observeOnly: true }, interrupted: [] } },
      { outcome: 'refused', why: 'the policy of this machine says observe-only' },
    ]);
    const record = readFileSync(join(base, 'journal', 'journal.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(record.map((entry) => JSON.parse(entry))).toMatchObject([{ verb: 'refresh-indexes', stage: 'refused' }]);
    child.kill('SIGTERM');
    await once(child, 'close');
  },
  30_000,
);
