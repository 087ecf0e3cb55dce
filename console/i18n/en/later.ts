// English texts that the first page does without: those of deployments, plans, the calendar, the audit and a vulnerability.
export { audit } from './audit.ts';
export { cve } from './cve.ts';
export * from './deployments.ts';
export * from './plan.ts';
export { policies } from './policies.ts';
