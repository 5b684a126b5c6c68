import type { States } from '../conform.ts';

const type = 'telephony_providers_edges_site';
const name = 'Auckland';
const place = (location: string, number: string): Record<string, unknown> => ({
  type: 'location',
  name: location,
  set: {
    address: { street1: '2 Quay Street', city: 'Auckland', zipcode: '1010', country: 'NZ' },
    emergencyNumber: { number, type: 'default' },
  },
});

export default {
  type,
  states: [
    [
      place('Auckland office', '+64990009001'),
      { type, name, set: { location: 'Auckland office', mediaModel: 'Cloud' } },
    ],
    [
      {
        type,
        name,
        set: {
          description: 'Cloud media for Auckland',
          callerId: '+64990001000',
          callerName: 'Harbour Bank',
          cloudProxyForceTurn: true,
          coreSite: false,
          addresses: [
            {
              address: '+64990001001',
              countryCode: 'NZ',
              extension: '7100',
              integration: 'desk',
              mediaType: 'PHONE',
              type: 'MAIN',
            },
          ],
          edgeAutoUpdateConfig: {
            timeZone: 'Pacific/Auckland',
            rrule: 'FREQ=DAILY',
            start: '2026-12-01T02:00',
            end: '2026-12-01T04:00',
          },
          mediaRegions: ['ap-southeast-2'],
          mediaRegionsUseLatencyBased: true,
          ntpSettings: { servers: ['ntp.harbour.example'] },
        },
      },
    ],
    [
      place('Wellington office', '+64990009002'),
      {
        type,
        name: 'Wellington',
        set: {
          location: 'Wellington office',
          mediaModel: 'Cloud',
          primarySites: ['Wellington'],
          secondarySites: [name],
        },
      },
      { type, name, set: { primarySites: ['Wellington', name], secondarySites: [] } },
    ],
    [
      {
        type,
        name,
        set: {
          numberPlans: {
            add: [
              {
                name: 'Branches',
                classification: 'Branches',
                description: 'Four digits to a branch',
                matchType: 'digitLength',
                digitLength: { start: '4', end: '4' },
                normalizedFormat: '$1',
              },
              {
                name: 'Hotline',
                classification: 'Hotline',
                matchType: 'numberList',
                numbers: [{ start: '111', end: '111' }],
              },
              {
                name: 'Partners',
                classification: 'Partners',
                matchType: 'regex',
                match: '^(\\+649[0-9]{7})$',
                normalizedFormat: '$1',
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
          numberPlans: {
            change: [{ where: { name: 'Branches' }, set: { digitLength: { start: '4', end: '5' } } }],
            remove: [{ where: { name: 'Partners' } }],
          },
        },
      },
    ],
    [
      {
        type,
        name: 'Auckland central',
        was: name,
        set: {
          description: null,
          callerName: null,
          location: 'Wellington office',
          edgeAutoUpdateConfig: null,
          primarySites: ['Auckland central'],
          secondarySites: null,
        },
      },
      { type, name: 'Wellington', set: { secondarySites: null } },
    ],
    [{ type, names: ['Auckland central', 'Wellington'], action: 'delete' }],
  ],
} satisfies States;
