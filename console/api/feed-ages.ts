// All feeds with their ages, as several pages say them.
import { api, dataOf } from './client.ts';

export const feedAges = {
  queryKey: ['feeds', 'ages'],
  queryFn: () => dataOf(api.GET('/api/v1/feeds', { params: { query: { limit: 1000 } } })),
};
