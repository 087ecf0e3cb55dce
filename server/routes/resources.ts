// The resources of the HTTP API; one line for each.
import { auditRoutes } from './audit.ts';
import { endpointChangeRoutes } from './endpoint-changes.ts';
import { endpointRoutes } from './endpoints.ts';
import { findingRoutes } from './findings.ts';
import { meRoutes } from './me.ts';
import { packageRoutes } from './packages.ts';
import type { Resource } from './resource.ts';
import { sessionRoutes } from './sessions.ts';
import { tokenRoutes } from './tokens.ts';
import { userRoutes } from './users.ts';
import { vulnerabilityRoutes } from './vulnerabilities.ts';

export const resources: readonly Resource[] = [
  endpointRoutes,
  endpointChangeRoutes,
  findingRoutes,
  packageRoutes,
  vulnerabilityRoutes,
  sessionRoutes,
  meRoutes,
  userRoutes,
  tokenRoutes,
  auditRoutes,
];
