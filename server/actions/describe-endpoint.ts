// A person says how much an endpoint matters, and who can reach it.
import { describeEndpointRow, type ChangeableEndpoint } from '../store/endpoint-changes.ts';
import { changeEndpoint, type EndpointAct, type EndpointDone } from './change-endpoint.ts';
import type { By, PeopleDoor } from './people-door.ts';

export interface Description {
  readonly criticality?: ChangeableEndpoint['criticality'] | undefined;
  readonly exposure?: ChangeableEndpoint['exposure'] | undefined;
}

export const describeEndpoint = (door: PeopleDoor, by: By, id: string, description: Description): EndpointDone =>
  changeEndpoint(door, by, id, describing(description));

export const describing = (description: Description): EndpointAct => ({
  action: 'endpoint.describe',
  change: async (transaction, endpoint) => {
    const { criticality = endpoint.criticality, exposure = endpoint.exposure } = description;
    if (criticality === endpoint.criticality && exposure === endpoint.exposure) return undefined;
    await describeEndpointRow(transaction, endpoint.id, { criticality, exposure });
    return {
      ...(criticality !== endpoint.criticality && { criticality }),
      ...(exposure !== endpoint.exposure && { exposure }),
    };
  },
});
