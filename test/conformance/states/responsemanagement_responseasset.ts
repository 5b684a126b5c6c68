import type { States } from '../conform.ts';

const type = 'responsemanagement_responseasset';
const response = 'responsemanagement_response';
const name = 'Rates.pdf';

export default {
  type,
  files: {
    '../assets/rates.pdf': '%PDF-1.4 rates',
    '../assets/map.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe, 0x80]),
  },
  states: [
    [{ type, name, set: { file: '../assets/rates.pdf' } }],
    [
      { type, name: 'Branches.png', set: { file: '../assets/map.png', division: 'Cards' } },
      { type, name, set: { division: 'Cards' } },
      {
        type: response,
        in: 'Cards answers',
        name: 'Card limit',
        set: { assets: { add: ['Branches.png', name] } },
      },
    ],
    [
      { type, name: 'Our rates.pdf', was: name },
      { type, name: 'Logo.png', set: { division: 'Cards' } },
      {
        type: response,
        in: 'Cards answers',
        name: 'Card limit',
        set: { assets: { remove: ['Our rates.pdf'] } },
      },
    ],
    [
      {
        type: response,
        in: 'Cards answers',
        name: 'Card limit',
        set: { assets: { exactly: ['Logo.png'] } },
      },
      { type, name: 'Branches.png', action: 'delete' },
    ],
  ],
} satisfies States;
