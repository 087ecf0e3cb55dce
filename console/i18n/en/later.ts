// English texts that the first page does without: those of what is decided, done and proved, and of a vulnerability.
export * from './account.ts';
export { audit } from './audit.ts';
export { catalog } from './catalog.ts';
export { cve } from './cve.ts';
export * from './deployments.ts';
export * from './plan.ts';
export { exceptions } from './exceptions.ts';
export * from './operators.ts';
export { firmware } from './firmware.ts';
export { policies } from './policies.ts';
export * from './reports.ts';
export * from './settings.ts';
