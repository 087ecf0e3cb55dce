// What a demo says once it can be looked at.
import type { Configuration } from '../configuration.ts';
import type { RunningServer } from '../running-server.ts';
import { DEMO_EMAILS, DEMO_PASSWORD } from './people.ts';

export const demoGreeting = ({ url }: Pick<RunningServer, 'url'>, { state }: Pick<Configuration, 'state'>): string => `
Suture is at ${url}: a demo, all of it made up.

Sign in as:    ${DEMO_EMAILS[0]} (others: ${DEMO_EMAILS.slice(1).join(', ')})
Password:      ${DEMO_PASSWORD}
On the line:   SUTURE_STATE=${state} npx suture status
End it:        Ctrl-C. Nothing of it is kept, and no machine can join it.
`;
