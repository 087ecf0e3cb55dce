// The X.509 library, loaded after the metadata shim without which it does not start.
// oxlint-disable-next-line import/no-unassigned-import -- It exists for its effect, and must come first.
import 'reflect-metadata';

export * from '@peculiar/x509';
