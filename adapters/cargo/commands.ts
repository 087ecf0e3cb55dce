// The command the cargo adapter runs: what is installed is read from cargo's own list, what is newer is asked of the registry.
// Source: https://doc.rust-lang.org/cargo/commands/cargo-info.html.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

const begins = ['cargo', 'info', '--quiet', '--color=never', '--registry=crates-io'] as const;

/** There since cargo 1.82; `cargo search` before it goes by likeness. */
export const infoOf = (name: string): Command => ({
  argv: [...begins, '--', name],
  timeoutMs: 60_000,
  maxOutputBytes: 1 << 20,
  env: { CARGO_NET_RETRY: '1', CARGO_HTTP_TIMEOUT: '15' },
});

export const readOnlyCommands: readonly ReadOnlyCommand[] = [{ begins, options: [] }];
