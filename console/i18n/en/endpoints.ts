// English texts of the list of endpoints.
export const endpoints = {
  title: 'Endpoints',
  name: 'Endpoint',
  system: 'System',
  state: 'State',
  inventory: 'Inventory',
  tags: 'Tags',
  exposure: 'Exposure',
  seen: 'Last seen',
  states: { pending: 'waits for approval', active: 'active', quarantined: 'quarantined', revoked: 'revoked' },
  inventories: { complete: 'complete', partial: 'partial', failed: 'failed', none: 'nothing yet' },
  exposures: { internet: 'internet', internal: 'internal', unknown: 'unknown (counts as internet)' },
  none: 'No endpoint has joined yet.',
  join: 'Run this on this server, and the line it prints on the machine that shall join:',
};
