import type { States } from '../conform.ts';

const type = 'telephony_providers_edges_site_outbound_route';
const site = 'Auckland';
const entry = { type, in: site, name: 'Overseas' };
const trunk = { trunkType: 'EXTERNAL', trunkMetabase: { id: 'external_sip.json' } };

export default {
  type,
  states: [
    [
      {
        type: 'location',
        name: 'Auckland office',
        set: {
          address: { street1: '2 Quay Street', city: 'Auckland', zipcode: '1010', country: 'NZ' },
          emergencyNumber: { number: '+64990009001', type: 'default' },
        },
      },
      {
        type: 'telephony_providers_edges_site',
        name: site,
        set: { location: 'Auckland office', mediaModel: 'Cloud' },
      },
      { ...entry, set: { classificationTypes: { add: ['International'] } } },
    ],
    [
      {
        type: 'telephony_providers_edges_trunkbasesettings',
        names: ['Carrier A', 'Second carrier'],
        set: trunk,
      },
      {
        ...entry,
        set: {
          description: 'Through both carriers',
          enabled: true,
          distribution: 'SEQUENTIAL',
          classificationTypes: { add: ['Network', 'National'] },
          externalTrunkBases: ['Carrier A', 'Second carrier'],
        },
      },
    ],
    [
      {
        ...entry,
        set: {
          description: null,
          enabled: false,
          distribution: 'RANDOM',
          classificationTypes: { remove: ['Network'] },
          externalTrunkBases: ['Second carrier', 'Carrier A'],
        },
      },
    ],
    [
      {
        ...entry,
        name: 'Abroad',
        was: 'Overseas',
        set: { classificationTypes: { exactly: ['International'] }, externalTrunkBases: null },
      },
    ],
    [{ ...entry, name: 'Abroad', action: 'delete' }],
  ],
} satisfies States;
