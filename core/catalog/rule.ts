// What an organisation says of a product: whether its updates are taken, which versions, how old they must be, whether it must be there.
import type { Checked, Problem } from '../maintenance/problems.ts';
import { readDay } from '../risk/days.ts';
import { isNamed } from './names.ts';

/** `approved`: taken as others are. `held`: no update. `blocked`: these versions never. `pinned`: these versions only. */
export const STANCES = ['approved', 'held', 'blocked', 'pinned'] as const;
export const PRESENCES = ['any', 'required', 'forbidden'] as const;

/** As it stands in a form, a file or a command. */
export interface RuleText {
  readonly stance: (typeof STANCES)[number];
  /** Patterns with `*`, for `blocked` and `pinned`: `131.*`. */
  readonly versions: readonly string[];
  /** An update waits so many days after it was first offered; one that closes a vulnerability does not. */
  readonly waitDays: number;
  readonly presence: (typeof PRESENCES)[number];
  /** A query of endpoints on which it is required or forbidden; empty is all. */
  readonly endpoints: string;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day it holds; null: until it is changed. */
  readonly until: string | null;
}

export const LONGEST_WAIT = 90;
const MOST_VERSIONS = 50;

/** What is wrong with it, with what to write; the rule itself where nothing is. Its query is checked by who can ask it. */
export function readRule(text: RuleText): Checked<RuleText> {
  const problems: Problem[] = [];
  const fault = (field: string, problem: string, remedy: string): void =>
    void problems.push({ field, problem, remedy });
  const needsVersions = text.stance === 'blocked' || text.stance === 'pinned';
  if (text.stance === 'pinned' && text.versions.length === 0)
    fault('versions', 'is empty', 'Say to which versions: 131.* or 131.0.2.');
  if (!needsVersions && text.versions.length > 0)
    fault('versions', `says nothing where updates are ${text.stance}`, 'Leave it out, or pin or block these versions.');
  if (text.versions.length > MOST_VERSIONS) fault('versions', 'is too long', `Give at most ${MOST_VERSIONS}.`);
  for (const version of text.versions) {
    if (version.trim() !== version || version === '' || version.length > 100)
      fault('versions', 'holds one that is no version', 'Write 131.0.2 or 131.*.');
  }
  if (!Number.isSafeInteger(text.waitDays) || text.waitDays < 0 || text.waitDays > LONGEST_WAIT)
    fault('waitDays', 'is no number of days', `Write 0 to ${LONGEST_WAIT}.`);
  if (text.until !== null && readDay(text.until) !== text.until)
    fault('until', 'is no date', 'Write a day: 2026-01-31.');
  if (text.presence === 'any' && text.endpoints !== '')
    fault(
      'endpoints',
      'says nothing where nothing is required or forbidden',
      'Leave it out; updates are held everywhere.',
    );
  if (text.reason.trim() === '' || text.reason.length > 1_000)
    fault('reason', 'is missing', 'Say why, so that somebody else understands it in a year.');
  if (text.stance === 'approved' && text.waitDays === 0 && text.presence === 'any')
    fault('stance', 'changes nothing', 'Hold, pin or block it, make it wait, or require or forbid it.');
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: text };
}

/** An update as far as a rule looks at it. */
export interface RuledOffer {
  readonly candidate: string;
  /** It is a security update, or closes a vulnerability that is known here. */
  readonly isSecurity: boolean;
  /** It was first offered less than the rule's days ago. */
  readonly isYoung: boolean;
}

/** Whether it holds today. `today`: `YYYY-MM-DD`. */
export const isInForce = ({ until }: Pick<RuleText, 'until'>, today: string): boolean =>
  until === null || today <= until;

/** Why an update is not taken; undefined where it is. */
export function whyHeld(product: string, rule: RuleText, offer: RuledOffer, today: string): string | undefined {
  if (!isInForce(rule, today)) return undefined;
  const says = (what: string): string => `${product} ${what}: ${rule.reason.replaceAll(/\s+/g, ' ').slice(0, 200)}`;
  const isNamedThere = rule.versions.some((pattern) => isNamed(pattern, offer.candidate));
  const end = rule.until === null ? '' : ` until ${rule.until}`;
  switch (rule.stance) {
    case 'held':
      return says(`is held${end}`);
    case 'blocked':
      if (rule.versions.length === 0) return says(`is blocked${end}`);
      if (isNamedThere) return says(`${offer.candidate} is blocked${end}`);
      break;
    case 'pinned':
      if (!isNamedThere) return says(`is pinned to ${rule.versions.slice(0, 3).join(', ')}${end}`);
      break;
    case 'approved':
      break;
  }
  // What closes a vulnerability is worth the risk of being new.
  if (rule.waitDays > 0 && offer.isYoung && !offer.isSecurity)
    return says(`waits ${rule.waitDays} ${rule.waitDays === 1 ? 'day' : 'days'} after it was first offered`);
  return undefined;
}

/** Whether its versions may be had by what a rule says of them; one that says nothing of versions allows all. */
export function mayBe(version: string, rule: Pick<RuleText, 'stance' | 'versions'> | undefined): boolean {
  const isListed = rule?.versions.some((pattern) => isNamed(pattern, version)) === true;
  if (rule?.stance === 'pinned') return isListed;
  return rule?.stance !== 'blocked' || (rule.versions.length > 0 && !isListed);
}
