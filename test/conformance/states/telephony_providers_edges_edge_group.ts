import type { States } from '../conform.ts';

const type = 'telephony_providers_edges_edge_group';
const name = 'Auckland edges';
const phones = (trunk: string): Record<string, unknown> => ({
  type: 'telephony_providers_edges_trunkbasesettings',
  name: trunk,
  set: { trunkType: 'PHONE', trunkMetabase: { id: 'phone_connections_webrtc.json' } },
});

export default {
  type,
  states: [
    [phones('Desk phones'), { type, name, set: { phoneTrunkBases: { add: ['Desk phones'] } } }],
    [
      phones('Softphones'),
      {
        type,
        name,
        set: {
          description: 'Both floors',
          hybrid: true,
          edgeTrunkBaseAssignment: { trunkBase: 'Tie between edges' },
          phoneTrunkBases: { add: ['Softphones'] },
        },
      },
    ],
    [
      {
        type,
        name,
        set: { description: null, hybrid: false, phoneTrunkBases: { remove: ['Desk phones'] } },
      },
    ],
    [{ type, name: 'Auckland', was: name, set: { phoneTrunkBases: { exactly: ['Desk phones'] } } }],
    [{ type, name: 'Branch edges', set: { phoneTrunkBases: { add: ['Desk phones'] } } }],
    [{ type, name: 'Auckland', action: 'delete' }],
  ],
} satisfies States;
