// The completion of queries for who may not import core: the console completes as one types, without asking the server.
export { completeQuery } from '@suture/core/query/complete.ts';
