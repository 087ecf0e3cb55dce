// The commands the go adapter runs: what is installed is read from the programs themselves, what is newer is asked of the module proxy.
// Source: https://go.dev/ref/mod#go-list-m.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

export const goPrograms = ['go', '/usr/local/go/bin/go'] as const;
const begins = (go: string) => [go, 'list', '-m', '-e', '-f', '{{.Path}}\t{{.Version}}'] as const;

/** In no module, so that none is changed. */
export const latestOf = (go: string, modules: readonly string[]): Command => ({
  argv: [...begins(go), '--', ...modules.map((module) => `${module}@latest`)],
  timeoutMs: 120_000,
  maxOutputBytes: 4 << 20,
  env: { GOFLAGS: '-mod=mod', GOWORK: 'off', GOTOOLCHAIN: 'local', GO111MODULE: 'on' },
});

export const readOnlyCommands: readonly ReadOnlyCommand[] = goPrograms.map((go) => ({
  begins: begins(go),
  options: [],
}));
