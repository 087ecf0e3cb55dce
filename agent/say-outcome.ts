// What a check-in came to, in words for the person who reads the log, with what to do where it is theirs to do.
import { problemKind } from '@suture/protocol/agent/problem.ts';
import type { CheckedIn } from './check-in.ts';

/** The first line of what is said where the server holds this endpoint until a person has looked. */
export const heldLine = 'checked in: quarantined';

export function sayOutcome(last: CheckedIn, folder: string): readonly string[] {
  switch (last.kind) {
    case 'done':
      if (last.state === 'pending')
        return ['checked in: pending', 'It waits until somebody approves it on the server.'];
      if (last.state === 'quarantined') {
        const clone = `remove ${folder} there and enrol it with a line of its own (suture enrol new)`;
        return [heldLine, `Two machines may be using one identity. If this is a copy: ${clone}.`];
      }
      return ['checked in'];
    case 'later':
      return [`not checked in, later again: ${last.why}`];
    case 'stale':
      return [`not checked in, reporting again: ${last.why}`];
    case 'refused': {
      const { title, detail } = last.document;
      const said = `refused: ${title}${detail === undefined ? '' : `: ${detail}`}`;
      const again = `To enrol it again: stop the agent, then suture-agent enrol --replace with a line of: suture enrol new`;
      const kind = problemKind(last.document);
      return kind === 'endpoint-revoked' || kind === 'certificate-required' ? [said, again] : [said];
    }
  }
}
