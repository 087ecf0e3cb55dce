// The list of packages of one's own, as the page that counts it and the table that shows it ask for it.
import { api, dataOf } from '../../api/client.ts';

export const ownPackages = {
  queryKey: ['own-packages'],
  queryFn: () => dataOf(api.GET('/api/v1/own-packages')),
};
