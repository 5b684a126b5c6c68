import type { States } from '../conform.ts';

const type = 'auth_role';
const name = 'Seasonal agent';
const queues = { domain: 'routing', entityName: 'queue', actionSet: ['view'] };

export default {
  type,
  states: [
    [{ type, name, set: { description: 'Cards, December to February' } }],
    [
      {
        type,
        name,
        set: {
          permissions: { add: ['group_creation'] },
          permissionPolicies: {
            add: [
              { ...queues, allowConditions: false },
              {
                domain: 'routing',
                entityName: 'skill',
                actionSet: ['*'],
                namedResources: ['Spanish'],
                policyName: 'skills',
                policyDescription: 'Everything about skills',
              },
            ],
          },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          permissionPolicies: {
            change: [
              {
                where: { domain: 'routing', entityName: 'queue' },
                set: {
                  actionSet: ['view', 'edit'],
                  allowConditions: true,
                  resourceConditionNode: {
                    conjunction: 'AND',
                    terms: [
                      {
                        variableName: 'Routing.queue',
                        operator: 'IN',
                        operands: [
                          { type: 'QUEUE', queue: 'Cards' },
                          { type: 'SCALAR', value: 'any' },
                        ],
                      },
                      {
                        conjunction: 'OR',
                        variableName: 'Conversation.users',
                        operator: 'EQ',
                        operands: [
                          { type: 'USER', user: 'm.lee@harbour.example' },
                          { type: 'TEAM', team: 'Cards North' },
                        ],
                      },
                    ],
                  },
                },
              },
            ],
          },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          permissions: { exactly: [] },
          permissionPolicies: {
            exactly: [
              {
                ...queues,
                resourceConditionNode: {
                  variableName: 'Routing.queue',
                  operator: 'EQ',
                  operands: [{ type: 'QUEUE', queue: 'Complaints' }],
                },
              },
            ],
          },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          permissionPolicies: {
            add: [
              {
                domain: 'routing',
                entityName: 'wrapupCode',
                actionSet: ['view'],
                resourceConditionNode: {
                  conjunction: 'OR',
                  variableName: 'Conversation.users',
                  operator: 'IN',
                  operands: [
                    { type: 'USER', user: 'j.doe@harbour.example' },
                    { type: 'TEAM', team: 'Cards South' },
                    { type: 'SCALAR', value: 'x' },
                  ],
                },
              },
            ],
            remove: [{ where: { entityName: 'queue' } }],
          },
        },
      },
    ],
    [{ type, name: 'Summer agent', was: name, set: { description: null } }],
    [{ type, name: 'Summer agent', action: 'delete' }],
  ],
} satisfies States;
