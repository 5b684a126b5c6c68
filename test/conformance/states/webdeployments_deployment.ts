import type { States } from '../conform.ts';

const type = 'webdeployments_deployment';
const name = 'shop.example';
const configuration = (primaryColor: string) => ({
  type: 'webdeployments_configuration',
  name: 'Shop messenger',
  set: { messenger: { styles: { primaryColor } } },
});
const newest = { id: 'Shop messenger', version: 'newest' };

export default {
  type,
  states: [
    [
      { type, name, set: { configuration: newest, allowedDomains: { add: [name] } } },
      configuration('#111111'),
    ],
    [{ type, name, set: { configuration: newest } }, configuration('#222222')],
    [
      {
        type,
        name,
        set: {
          description: 'The shop',
          configuration: { id: 'Bank messenger', version: '1' },
          flow: 'Web messages',
          allowedDomains: { add: ['www.shop.example'] },
        },
      },
    ],
    [{ type, name, set: { allowAllDomains: true, allowedDomains: { exactly: [] }, flow: null } }],
    [{ type, name: 'Branch kiosks', set: { configuration: { version: 'newest' } } }],
    [
      { type, name, action: 'delete' },
      { type: 'webdeployments_configuration', name: 'Shop messenger', action: 'delete' },
    ],
  ],
} satisfies States;
