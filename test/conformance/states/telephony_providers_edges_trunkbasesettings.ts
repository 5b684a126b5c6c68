import type { States } from '../conform.ts';

const type = 'telephony_providers_edges_trunkbasesettings';
const name = 'Carrier A';

export default {
  type,
  states: [
    [{ type, name, set: { trunkType: 'EXTERNAL', trunkMetabase: { id: 'external_sip.json' } } }],
    [
      {
        type,
        name,
        set: {
          description: 'The main carrier',
          properties: {
            trunk_label: { value: { instance: 'Carrier A' } },
            trunk_max_dial_timeout: { value: { instance: '1m' } },
          },
        },
      },
    ],
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
        name: 'Auckland',
        set: { location: 'Auckland office', mediaModel: 'Cloud' },
      },
      {
        type,
        name: 'Second carrier',
        set: {
          trunkType: 'EXTERNAL',
          trunkMetabase: { id: 'external_sip_pcv_byoc_carrier.json' },
          site: 'Auckland',
          inboundSite: 'Auckland',
        },
      },
    ],
    [
      {
        type,
        name: 'First carrier',
        was: name,
        set: {
          description: null,
          properties: { trunk_max_dial_timeout: { value: { instance: '2m' } } },
        },
      },
    ],
    [{ type, names: ['First carrier', 'Second carrier'], action: 'delete' }],
  ],
} satisfies States;
