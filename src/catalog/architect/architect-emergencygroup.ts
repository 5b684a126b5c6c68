import type { ResourceType } from '../vocabulary.ts';

/** `enabled` sends live calls elsewhere at once, and is switched by people during an incident. */
export const architectEmergencygroup = {
  type: 'architect_emergencygroup',
  noun: 'emergency group',
  calls: {
    list: 'getArchitectEmergencygroups',
    read: 'getArchitectEmergencygroup',
    create: 'postArchitectEmergencygroups',
    update: 'putArchitectEmergencygroup',
    remove: 'deleteArchitectEmergencygroup',
  },
  identity: '/name',
  tracked: () => 'EMERGENCYGROUP',
  unique: 'org',
  list: { size: 100, find: 'name', lacks: ['/division'] },
  update: { version: true },
  references: {
    '/division': { type: 'auth_division' },
    '/emergencyCallFlows/*/emergencyFlow': {
      type: 'flow',
      where: { type: 'INBOUNDCALL' },
      noun: 'inbound call flow',
    },
    '/emergencyCallFlows/*/ivrs/*': { type: 'architect_ivr' },
  },
  sets: ['/emergencyCallFlows/*/ivrs'],
  lists: { '/emergencyCallFlows': { anyOrder: true } },
  operational: ['/enabled'],
  remove: { is: 'soft', gone: { state: 'deleted' } },
} satisfies ResourceType;
