import type { EntryFields } from '../support/workbench.ts';

const type = 'architect_datatable';
const many = (prefix: string, note: string) =>
  Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`${prefix} ${index}`, { note }]));

/** A new table and one that is there, each with an import; single rows beside them. */
export const TABLES: readonly EntryFields[] = [
  {
    type,
    name: 'Desks',
    set: { schema: { properties: { note: { type: 'string' } } }, rows: { add: many('desk', 'new') } },
  },
  {
    type,
    name: 'Holidays',
    set: {
      description: 'Closed days',
      rows: {
        add: many('2030', 'far away'),
        change: { '2026-12-31': { open: false } },
        remove: ['2026-12-26'],
      },
    },
  },
  { type, name: 'Branch lines', set: { rows: { change: { 'Perth/1': { share: 2 } } } } },
];
