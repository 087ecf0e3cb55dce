// Where the HTTP API answers.
export const API_BASE = '/api/v1';

/** Below `API_BASE`. */
export const apiPaths = {
  endpoints: '/endpoints',
  endpoint: '/endpoints/:id',
  endpointFindings: '/endpoints/:id/findings',
  findings: '/findings',
  packages: '/packages',
  vulnerability: '/vulnerabilities/:id',
  vulnerabilityEndpoints: '/vulnerabilities/:id/endpoints',
  openapi: '/openapi.json',
} as const;
