// The resources of the HTTP API that only a known caller may ask for; one line for each.
import { endpointRoutes } from './endpoints.ts';
import { findingRoutes } from './findings.ts';
import { packageRoutes } from './packages.ts';
import type { Resource } from './resource.ts';
import { vulnerabilityRoutes } from './vulnerabilities.ts';

export const resources: readonly Resource[] = [endpointRoutes, findingRoutes, packageRoutes, vulnerabilityRoutes];
