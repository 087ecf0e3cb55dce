// The findings of one endpoint with their history there, and how far its inventory can be believed.
import type { OrganisationId, Store } from '../store/database.ts';
import { type FindingHistory, findingHistories } from '../store/finding-history.ts';
import { type EndpointFinding, type FindingCursor, findingsOfEndpoint, unjudgedOn } from '../store/findings.ts';
import { exceptedFindings, exceptedKey, type Excepted } from './exceptions.ts';
import type { Page, PageRequest } from '../store/page.ts';
import { type EndpointSummary, endpointDetail } from '../store/queried-endpoints.ts';

interface ShownFinding extends EndpointFinding {
  readonly history: FindingHistory | undefined;
  /** Accepted, and shown all the same. */
  readonly exception: Excepted | null;
}

export interface EndpointFindings {
  readonly inventory: EndpointSummary['inventory'];
  /** Packages that could not be judged: what they have is not among the findings. */
  readonly unjudged: number;
  readonly page: Page<ShownFinding, FindingCursor>;
}

/** Undefined where there is no such endpoint. */
export function endpointFindings(
  store: Store,
  organisation: OrganisationId,
  endpoint: string,
  request: PageRequest<FindingCursor>,
  now: Date,
): Promise<EndpointFindings | undefined> {
  return store.inOrganisation(organisation, async (transaction) => {
    const detail = await endpointDetail(transaction, endpoint);
    if (detail === undefined) return undefined;
    const page = await findingsOfEndpoint(transaction, endpoint, request);
    const asked = [...new Set(page.rows.map((row) => row.vulnerability))];
    const histories = asked.length === 0 ? [] : await findingHistories(transaction, endpoint, asked);
    const told = new Map(histories.map((history) => [history.vulnerability, history]));
    const excepted = (await exceptedFindings(transaction, now, [endpoint])).get(endpoint);
    const rows = page.rows.map((row) => {
      const { vulnerability } = row;
      const exception = excepted?.get(exceptedKey({ package: row.package.name, vulnerability })) ?? null;
      return { ...row, history: told.get(vulnerability), exception };
    });
    return { inventory: detail.inventory, unjudged: await unjudgedOn(transaction, endpoint), page: { ...page, rows } };
  });
}
