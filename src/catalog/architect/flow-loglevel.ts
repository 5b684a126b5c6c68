import type { ResourceType } from '../vocabulary.ts';

/** How much the platform notes of each run of a flow. A flow without one has the level of the org. */
export const flowLoglevel = {
  type: 'flow_loglevel',
  noun: 'flow log level',
  calls: {
    list: 'getFlowsInstancesSettingsLoglevels',
    read: 'getFlowInstancesSettingsLoglevels',
    create: 'postFlowInstancesSettingsLoglevels',
    update: 'putFlowInstancesSettingsLoglevels',
    remove: 'deleteFlowInstancesSettingsLoglevels',
  },
  identity: '/name',
  parent: 'flow',
  byParent: true,
  list: { size: 100, passes: [{ expand: ['name'] }] },
  update: { is: 'changed' },
  unsupported: { '/logLevelCharacteristics/characteristics': 'follows from the level' },
} satisfies ResourceType;
