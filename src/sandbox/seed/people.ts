/** The people of Harbour Bank: users, groups and teams. */

const DOMAIN = 'harbour.example';

const FIRST = [
  'alan',
  'carla',
  'dev',
  'elena',
  'farid',
  'gwen',
  'hugo',
  'ines',
  'jonas',
  'kemi',
  'lena',
  'mateo',
  'nadia',
];
const LAST = ['abbott', 'baker', 'chen', 'doyle', 'evans', 'fischer', 'garcia', 'haddad', 'ito'];

/** Users that other parts of the org name. */
export const KNOWN: readonly string[] = [
  'ada.lovelace',
  'grace.hopper',
  'bob.noyce',
  'eve.harris',
  'sam.stone',
  'm.lee',
  'j.doe',
  'lin.zhao',
  'omar.said',
  'rosa.diaz',
  'tom.okafor',
].map(mail);

/** Everybody else, in an order that never changes. */
export const OTHERS: readonly string[] = FIRST.flatMap((first) =>
  LAST.map((last) => mail(`${first}.${last}`)),
);

export const DELETED_USER = mail('gone.away');

function mail(name: string): string {
  return `${name}@${DOMAIN}`;
}

/** `count` of the others, starting at one of them, round and round. */
export function some(start: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => OTHERS[(start + index) % OTHERS.length] ?? '');
}

/** Users of an acquired company, with what its directory knows of them. */
export const SIMPLE_FINANCIAL = [
  { email: 'john.smith@simplefinancial.com', name: 'John Smith', employeeId: '12345' },
  { email: 'jane.smith@simplefinancial.com', name: 'Jane Smith', employeeId: '67890' },
] as const;

/** Group, description, and whom it has: a start among the others and a count. */
export const GROUP_ROWS: readonly (readonly [string, string, number, number])[] = [
  ['Cards team leads', 'Leads of the cards teams', 0, 5],
  ['Overflow volunteers', 'Take calls when General Overflow is full', 20, 9],
  ['Night shift', 'From ten at night to six', 60, 8],
  ['Branch managers', 'One for each branch', 34, 7],
  ['Fraud analysts', 'Second line of Fraud Watch', 50, 6],
  ['Service desk', 'Devices, accounts, headsets', 70, 5],
  ['Trainers', 'Induction and coaching', 80, 4],
  ['Weekend team', 'Saturday and Sunday', 90, 8],
];

/** Team, division, number of members. */
export const TEAM_ROWS: readonly (readonly [string, string, number])[] = [
  ['Cards North', 'Cards', 14],
  ['Cards South', 'Cards', 12],
  ['Private Client Advisers', 'Private Clients', 9],
  ['Everyday Banking', 'Home', 21],
  ['Digital Service', 'Home', 11],
];
