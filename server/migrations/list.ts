// Every migration in the order it is applied; only ever add a line at the end.
import { inventory } from './0001-inventory.ts';
import { matching } from './0002-matching.ts';
import { enrolment } from './0003-enrolment.ts';
import { people } from './0004-people.ts';
import { signIn } from './0005-sign-in.ts';
import { running } from './0006-running.ts';
import { risk } from './0007-risk.ts';
import { backup } from './0008-backup.ts';
import { deployments } from './0009-deployments.ts';
import { changelogs } from './0010-changelogs.ts';
import { endpointSelections } from './0011-endpoint-selections.ts';
import { sealedSecrets } from './0012-sealed-secrets.ts';
import { scopeByValue } from './0013-scope-by-value.ts';
import { policyRuns } from './0014-policy-runs.ts';
import { historyKept } from './0015-history-kept.ts';
import { rehearsals } from './0016-rehearsals.ts';
import { settingsOnce } from './0017-settings-once.ts';
import { endpointClasses } from './0018-endpoint-classes.ts';
import { knowledgeChanges } from './0019-knowledge-changes.ts';
import { catalogRules } from './0020-catalog-rules.ts';
import { simulations } from './0021-simulations.ts';
import { dueJobs } from './0022-due-jobs.ts';
import { dailyFigures } from './0023-daily-figures.ts';
import { ownPackages } from './0024-own-packages.ts';
import { noScopeNoWork } from './0025-no-scope-no-work.ts';
import { freezes } from './0026-freezes.ts';
import { catalogOverlay } from './0027-catalog-overlay.ts';
import { moreEvents } from './0028-more-events.ts';
import { whoseFindingsChanged } from './0029-whose-findings-changed.ts';
import type { Migration } from './runner.ts';

export const migrations: readonly Migration[] = [
  inventory,
  matching,
  enrolment,
  people,
  signIn,
  running,
  risk,
  backup,
  deployments,
  changelogs,
  endpointSelections,
  sealedSecrets,
  scopeByValue,
  policyRuns,
  historyKept,
  rehearsals,
  settingsOnce,
  endpointClasses,
  knowledgeChanges,
  catalogRules,
  simulations,
  dueJobs,
  dailyFigures,
  ownPackages,
  noScopeNoWork,
  freezes,
  catalogOverlay,
  moreEvents,
  whoseFindingsChanged,
];
