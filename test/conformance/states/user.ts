import type { States } from '../conform.ts';

const type = 'user';
const name = 'mary.jackson@harbour.example';
const phone = { mediaType: 'PHONE', type: 'WORK' };
const role = {
  type: 'auth_role',
  name: 'Seasonal agent',
  set: { permissionPolicies: { add: [{ domain: 'routing', entityName: 'queue', actionSet: ['view'] }] } },
};

export default {
  type,
  states: [
    [
      {
        type,
        name: 'ada.lovelace@harbour.example',
        set: { skills: { add: { Spanish: { proficiency: 4 } } } },
      },
    ],
    [
      {
        type,
        name: 'ada.lovelace@harbour.example',
        set: { skills: { change: { Spanish: { proficiency: 2.5 } } } },
      },
    ],
    [
      {
        type,
        name,
        set: {
          name: 'Mary Jackson',
          division: 'Cards',
          department: 'Contact centre',
          title: 'Engineer',
          state: 'inactive',
          addresses: [{ ...phone, address: '+61290003001', countryCode: 'AU' }],
        },
      },
    ],
    [
      { type: 'location', name: 'Tower two' },
      {
        type,
        name,
        set: {
          preferredName: 'Mary',
          acdAutoAnswer: true,
          biography: {
            biography: 'Wind tunnels',
            spouse: 'Levi',
            hobbies: ['Walking'],
            interests: ['Aircraft', 'Teaching'],
            education: [
              {
                school: 'Hampton Institute',
                fieldOfStudy: 'Mathematics',
                notes: 'With honours',
                dateStart: '1938-09-01',
                dateEnd: '1942-06-30',
              },
            ],
          },
          certifications: { add: ['First aid', 'Fire warden'] },
          employerInfo: {
            officialName: 'Mary Winston Jackson',
            employeeId: '012345',
            employeeType: 'Full-time',
            dateHire: '2026-11-02',
          },
          locations: { add: ['Tower two'] },
          manager: 'm.lee@harbour.example',
          profileSkills: { add: ['Statistics', 'Chess'] },
        },
      },
    ],
    [{ type, name, set: { state: 'active', title: 'Aerospace engineer' } }],
    [
      { type: 'routing_skill', name: 'Samoan' },
      { type: 'routing_language', name: 'Te reo Maori' },
      role,
      {
        type,
        name,
        set: {
          skills: { add: { Samoan: { proficiency: 0 }, Spanish: { proficiency: 3 } } },
          languages: { add: { 'Te reo Maori': { proficiency: 4 } } },
          roles: { add: { 'Seasonal agent': { divisions: ['Cards', { home: true }] } } },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          division: 'Private Clients',
          skills: { exactly: { Spanish: { proficiency: 5 } } },
          languages: { change: { 'Te reo Maori': { proficiency: 2.5 } } },
          roles: {
            add: { 'Seasonal agent': { divisions: ['*'] } },
            remove: { 'Seasonal agent': { divisions: ['Cards'] } },
          },
          addresses: [
            { ...phone, extension: '4711', integration: 'desk' },
            { mediaType: 'EMAIL', type: 'HOME', address: 'mary@jackson.example' },
          ],
          certifications: { remove: ['Fire warden'] },
          profileSkills: { exactly: ['Chess'] },
          biography: { spouse: null, hobbies: [] },
          manager: 'j.doe@harbour.example',
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          skills: { remove: ['Spanish'] },
          languages: { exactly: {} },
          roles: { remove: ['Seasonal agent'] },
          addresses: null,
          biography: null,
          certifications: { exactly: [] },
          department: null,
          employerInfo: { employeeType: null },
          locations: { remove: ['Tower two'] },
          manager: null,
          preferredName: null,
          profileSkills: { remove: ['Chess'] },
        },
      },
    ],
    [{ type, name, action: 'delete' }],
    [{ type, name, set: { title: 'Back again' } }],
    [{ type, name: 'mary.winston@harbour.example', was: name }],
  ],
  unflipped: {
    searchDelayMs: 'a user that was just deleted is not found by the address that it still holds',
    deletedSkillNames: 'what is rolled back is applied again under the same name',
    deletedLanguageNames: 'what is rolled back is applied again under the same name',
    expansions: 'a field that is never answered cannot be compared with what is asked for',
  },
} satisfies States;
