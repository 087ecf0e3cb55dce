// zod without generated code: the agent may run where code from strings is forbidden. Costs 2 of 10 µs a check-in.
import { z } from 'zod';

// Before the first schema is made, which is why schemas take `z` from here.
z.config({ jitless: true });

export { z };
