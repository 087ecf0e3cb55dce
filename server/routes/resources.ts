// The resources of the HTTP API; one line for each.
import { auditRoutes } from './audit.ts';
import { catalogRoutes } from './catalog.ts';
import { endpointChangeRoutes } from './endpoint-changes.ts';
import { endpointReportRoutes } from './endpoint-reports.ts';
import { endpointRoutes } from './endpoints.ts';
import { endpointSelectionRoutes } from './endpoint-selections.ts';
import { exceptionRoutes } from './exceptions.ts';
import { eventRoutes } from './events.ts';
import { findingRoutes } from './findings.ts';
import { freezeRoutes } from './freezes.ts';
import { hardwareRoutes } from './hardware.ts';
import { lifecycleRoutes } from './lifecycle.ts';
import { meRoutes } from './me.ts';
import { organisationRoutes } from './organisation.ts';
import { ownPackageRoutes } from './own-packages.ts';
import { overviewRoutes } from './overview.ts';
import { deploymentOrderRoutes } from './deployment-orders.ts';
import { deploymentRoutes } from './deployments.ts';
import { operatorKeyRoutes } from './operator-keys.ts';
import { packageRoutes } from './packages.ts';
import { planRoutes } from './plans.ts';
import { policyRoutes } from './policies.ts';
import { rolloutSettingRoutes } from './rollout-settings.ts';
import type { Resource } from './resource.ts';
import { secondFactorRoutes } from './second-factors.ts';
import { sessionRoutes } from './sessions.ts';
import { tokenRoutes } from './tokens.ts';
import { updateRoutes } from './updates.ts';
import { userRoutes } from './users.ts';
import { vulnerabilityListRoutes } from './vulnerability-list.ts';
import { vulnerabilityRoutes } from './vulnerabilities.ts';

export const resources: readonly Resource[] = [
  endpointRoutes,
  endpointChangeRoutes,
  endpointSelectionRoutes,
  findingRoutes,
  packageRoutes,
  vulnerabilityRoutes,
  vulnerabilityListRoutes,
  endpointReportRoutes,
  updateRoutes,
  lifecycleRoutes,
  hardwareRoutes,
  overviewRoutes,
  eventRoutes,
  sessionRoutes,
  meRoutes,
  organisationRoutes,
  secondFactorRoutes,
  userRoutes,
  tokenRoutes,
  auditRoutes,
  planRoutes,
  operatorKeyRoutes,
  deploymentRoutes,
  deploymentOrderRoutes,
  rolloutSettingRoutes,
  freezeRoutes,
  policyRoutes,
  exceptionRoutes,
  catalogRoutes,
  ownPackageRoutes,
];
