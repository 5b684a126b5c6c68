import type { States } from '../conform.ts';

const type = 'architect_datatable';
const name = 'Closures';

export default {
  type,
  states: [
    [
      {
        type,
        name,
        set: {
          description: 'When branches are closed',
          schema: {
            properties: {
              key: { title: 'Day' },
              open: { type: 'boolean', title: 'Open' },
              note: { type: 'string', default: 'closed' },
              from: { type: 'integer' },
              share: { type: 'number', default: 0.5, displayOrder: 9 },
            },
          },
          rows: {
            add: {
              '2026-12-25': { open: false, note: 'Christmas', from: 0, share: 0.25 },
              '2026/12/26': { open: true },
              'New Year, "late"': {},
            },
          },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          description: null,
          division: 'Cards',
          schema: { properties: { key: { title: 'Date' }, open: { title: 'Is open' } } },
          rows: {
            add: { '2027-01-01': { note: '' } },
            change: { '2026/12/26': { open: false, from: 9 } },
            remove: ['2026-12-25'],
          },
        },
      },
    ],
    [
      {
        type,
        name,
        set: { rows: { exactly: { '2026/12/26': { open: true }, 'Ünïted/Kingdom?': { note: '007' } } } },
      },
    ],
    [
      {
        type,
        name: 'Holidays',
        set: { rows: { change: { '2026-12-31': { opens: 10 } }, remove: ['2026-12-26', '1999-01-01'] } },
      },
      { type, name: 'Branch closures', was: name },
    ],
    [{ type, name: 'Branch closures', action: 'delete' }],
  ],
} satisfies States;
