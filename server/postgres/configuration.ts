// What the embedded PostgreSQL is configured to: local, small, and silent about what it is asked.
import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { port } from './layout.ts';
import type { Layout } from './layout.ts';

export type Settings = Readonly<Record<string, string>>;

/** Sizes are for a machine that has other work; memory is taken when it is used, not at the start. */
function settings({ sockets }: Layout, account: Account): Settings {
  return {
    // A list, in which a quoted name may contain commas.
    unix_socket_directories: `"${sockets.replaceAll('"', '""')}"`,
    unix_socket_permissions: account.kind === 'ours' ? '0700' : '0770',
    listen_addresses: '',
    port: String(port),
    max_connections: '60',
    shared_buffers: '64MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    effective_cache_size: '1GB',
    min_wal_size: '32MB',
    max_wal_size: '512MB',
    // Files in the data directory: segments in /dev/shm could be opened by whatever else runs as `nobody`, and
    // containers give it 64 MB.
    ...(account.kind === 'nobody' && { dynamic_shared_memory_type: 'mmap' }),
    // Nobody replicates from it: fewer processes, less written.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    io_method: 'sync',
    jit: 'off',
    random_page_cost: '1.1',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // Statements and their values may hold secrets. Clients are told about their errors; the log has the server's own.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_checkpoints: 'off',
    log_autovacuum_min_duration: '-1',
  };
}

/**
 * Written anew at every start, so that an update of Suture can change it. Not in the data directory: where that is not
 * ours, a link there could make root write somewhere else.
 */
export async function configure(layout: Layout, account: Account, own: Settings): Promise<void> {
  const files = { hba_file: layout.access, ident_file: join(layout.data, 'pg_ident.conf') };
  const all = { ...settings(layout, account), ...files, ...own };
  await write(layout.configuration, [
    '# Written by Suture at every start. Your own settings go into local.conf beside this file.',
    ...Object.entries(all).map(([name, value]) => `${name} = ${quoted(value)}`),
    // Included only where there is one, or every start would note that there is none.
    ...(existsSync(layout.ownSettings) ? [`include ${quoted(layout.ownSettings)}`] : []),
  ]);
  await write(layout.access, [
    '# Only the socket, and only who may enter its directory: Suture itself. No host lines.',
    'local all all trust',
  ]);
}

function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

async function write(path: string, lines: readonly string[]): Promise<void> {
  await writeFile(path, `${lines.join('\n')}\n`);
  // Whatever the umask: the account reads it, and nobody else gets into the directory.
  await chmod(path, 0o644);
}
