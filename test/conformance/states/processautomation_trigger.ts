import type { States } from '../conform.ts';

const type = 'processautomation_trigger';
const name = 'Lost cards';
const topicName = 'v2.detail.events.conversation.{id}.acw';
const target = { type: 'Workflow', id: 'Case follow-up' };

export default {
  type,
  states: [
    [{ type, name, set: { topicName, enabled: false, target } }],
    [
      {
        type,
        name,
        set: {
          enabled: true,
          description: 'A lost card is reported to the police, too',
          eventTTLSeconds: 30,
          target: { id: 'Missed call alert', workflowTargetSettings: { dataFormat: 'TopLevelPrimitives' } },
          matchCriteria: {
            add: [
              { jsonPath: 'wrapupCode', operator: 'In', values: ['Lost', 7, true, 1.5] },
              { jsonPath: 'acwDurationMs', operator: 'GreaterThan', value: 0 },
              { jsonPath: 'queue', operator: 'Equal', value: { division: 'Cards', open: false } },
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
          eventTTLSeconds: null,
          delayBySeconds: 90,
          matchCriteria: {
            change: [{ where: { jsonPath: 'acwDurationMs' }, set: { value: '0' } }],
            remove: [{ where: { jsonPath: 'queue' } }],
          },
        },
      },
    ],
    [{ type, name: 'Cards lost', was: name, set: { delayBySeconds: null, description: null } }],
    [
      {
        type,
        name: 'Missed calls',
        set: { enabled: false, matchCriteria: { remove: [{ where: { jsonPath: 'mediaType' } }] } },
      },
    ],
    [{ type, names: ['Cards lost', 'Follow up complaints'], action: 'delete' }],
  ],
} satisfies States;
