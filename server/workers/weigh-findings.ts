// Weighs groups of findings: what is known of their vulnerabilities now, and when each is due, by the organisation's policy.
import type { RiskContext, RiskData } from '@suture/core/risk/context.ts';
import type { Exposure, PolicyName, RatedSignals } from '@suture/core/risk/deadline.ts';
import { decideDeadline } from '@suture/core/risk/decide.ts';
import { NO_SIGNALS, type OwnRatings, ownRatings, riskContextOf } from '@suture/core/risk/finding-context.ts';
import { readExploited } from '@suture/core/risk/inputs.ts';
import { riskDataOf } from '@suture/core/risk/risk-data.ts';
import { severityWord, worstCvss } from '@suture/core/risk/rating.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import { isSame, type Generation, matchedGeneration } from '../store/advisory-generation.ts';
import type { OrganisationId, Store, Transaction } from '../store/database.ts';
import {
  type KnownVulnerability,
  type RiskState,
  type Said,
  type StoredGroup,
  type WeighedGroup,
  forgetGroups,
  groupsAfter,
  rememberWeighing,
  riskState,
  writeVulnerabilities,
  writeWeights,
} from '../store/finding-groups.ts';

/** What weighing reads of the advisory database. */
export type RiskSource = Pick<AdvisoryDatabase, 'signals' | 'advisories' | 'feeds'>;

/** To be raised with every change of `core/risk` that can give another deadline for the same inputs. */
const RISK_RULES = 1;
const GROUPS_AT_ONCE = 2_000;

export interface Weighed {
  /** Groups whose deadline, severity or score is another now. */
  readonly changed: number;
  /** Vulnerabilities of which something else is known now. */
  readonly vulnerabilities: number;
}

/** Brings all groups up to a generation and the policy. Nothing where they are, or where the generation is not in force. */
export async function weighFindings(
  store: Store,
  organisation: OrganisationId,
  source: RiskSource,
  generation: Generation,
  signal?: AbortSignal,
): Promise<Weighed> {
  const total = { changed: 0, vulnerabilities: 0 };
  const data = riskDataOf(source.feeds());
  let policy: PolicyName | undefined;
  let after: string | undefined = '0';
  while (after !== undefined) {
    if (signal?.aborted === true) return total;
    const from: string = after;
    after = await store.inOrganisation(organisation, async (transaction) => {
      if (!isSame(generation, await matchedGeneration(transaction, 'share'))) return undefined;
      const state = await riskState(transaction, true);
      // Another policy from here on would leave those before it weighed by the one before.
      if (policy !== undefined && policy !== state.policy) return undefined;
      policy = state.policy;
      if (state.weighed === stampOf(generation, state)) return undefined;
      const groups = await groupsAfter(transaction, from, GROUPS_AT_ONCE, 'all');
      const done = await weighGroups(transaction, source, groups, state.policy, data);
      total.changed += done.changed;
      total.vulnerabilities += done.vulnerabilities;
      const last = groups.at(-1);
      if (last !== undefined && groups.length === GROUPS_AT_ONCE) return last.id;
      await forgetGroups(transaction);
      await rememberWeighing(transaction, stampOf(generation, state), data);
      return undefined;
    });
  }
  return total;
}

/** Those that were just made, in the transaction that made them, so that no finding is ever seen without. */
export async function weighNew(transaction: Transaction, source: RiskSource): Promise<void> {
  const data = riskDataOf(source.feeds());
  const { policy } = await riskState(transaction);
  for (let after = '0'; ;) {
    const groups = await groupsAfter(transaction, after, GROUPS_AT_ONCE, 'unweighed');
    const last = groups.at(-1);
    if (last === undefined) return;
    await weighGroups(transaction, source, groups, policy, data);
    after = last.id;
  }
}

const stampOf = ({ id }: Generation, { policy }: RiskState): string => `${RISK_RULES} ${policy} ${id}`;

async function weighGroups(
  transaction: Transaction,
  source: RiskSource,
  groups: readonly StoredGroup[],
  policy: PolicyName,
  data: RiskData,
): Promise<Weighed> {
  if (groups.length === 0) return { changed: 0, vulnerabilities: 0 };
  const ids = [...new Set(groups.map(({ said }) => said.vulnerability))];
  const signals = source.signals(ids);
  const texts = source.advisories([...new Set(groups.flatMap(({ said }) => said.advisories))]);
  const severitiesOf = (id: string) => texts.get(id)?.severity ?? [];
  const weights = groups.map(({ id, said, since }): WeighedGroup => {
    const own = ownRatings({ id: said.vulnerability, advisories: said.advisories }, severitiesOf);
    const known = signals.get(said.vulnerability) ?? NO_SIGNALS;
    const [exposed, internal] = (['internet', 'internal'] as const).map((exposure) =>
      decideDeadline(policy, contextOf({ said, since, own, signals: known, data }, exposure), since),
    ) as [ReturnType<typeof decideDeadline>, ReturnType<typeof decideDeadline>];
    const { signals: rated, vendorSeverity } = contextOf({ said, since, own, signals: known, data }, 'internet');
    const cvss = worstCvss(rated.cvss);
    return {
      id,
      severity: severityWord(cvss, vendorSeverity),
      cvss: cvss?.score ?? null,
      dueExposed: exposed.due,
      dueInternal: internal.due,
      ruleExposed: exposed.rule,
      ruleInternal: internal.rule,
      rated: own,
    };
  });
  return {
    changed: await writeWeights(transaction, weights),
    vulnerabilities: await writeVulnerabilities(
      transaction,
      ids.map((id) => knownOf(id, signals.get(id) ?? NO_SIGNALS, data)),
    ),
  };
}

export interface GroupContext {
  readonly said: Said;
  /** `YYYY-MM-DD`. */
  readonly since: string;
  readonly own: OwnRatings;
  readonly signals: RatedSignals;
  readonly data: RiskData;
}

/** What the group's deadline is decided from. `fixedVersion`: shown among the reasons where it is known. */
export function contextOf(
  { said, since, own, signals, data }: GroupContext,
  exposure: Exposure,
  fixedVersion = 'a fixed version',
): RiskContext {
  const fix = said.fix ?? { date: since, from: 'nobody says when; first known here' };
  return riskContextOf(
    { state: said.state, fixedVersion: said.isFixed ? fixedVersion : null },
    said.isFixed ? fix : undefined,
    signals,
    own,
    data,
    exposure,
  );
}

function knownOf(id: string, signals: RatedSignals, data: RiskData): KnownVulnerability {
  const isExploited = readExploited(signals, data).value === 'yes';
  const isSilent = data.kev === null;
  return {
    id,
    exploited: isExploited ? true : isSilent ? null : false,
    ransomware: signals.exploited?.ransomware ?? (isSilent ? null : false),
    epss: signals.epss?.score ?? null,
    signals,
  };
}
