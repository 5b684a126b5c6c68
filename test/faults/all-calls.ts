import type { EntryFields } from '../support/workbench.ts';

const address = { street1: '2 Quay Street', city: 'Sydney', state: 'NSW', zipcode: '2000', country: 'AU' };

/** A changeset with a call of each kind that the engine makes. */
export const ALL_CALLS: readonly EntryFields[] = [
  // Creates: of a name that only one may have, of one that several may have, in several steps, in a cycle, of a child.
  { type: 'auth_division', name: 'Seasonal Support' },
  { type: 'location', name: 'Tower two', set: { address } },
  {
    type: 'architect_schedules',
    name: 'Cards peak hours',
    set: { start: '2026-12-01T07:00', end: '2026-12-01T23:00' },
  },
  { type: 'team', name: 'Peak season', set: { members: { add: ['ada.lovelace@harbour.example'] } } },
  {
    type: 'group',
    name: 'Peak agents',
    set: { type: 'official', visibility: 'public', rulesVisible: true, description: 'Peak season' },
  },
  ...['Peak one', 'Peak two'].map((name, index, both) => ({
    type: 'routing_queue',
    name,
    set: { directRouting: { backupQueueId: both[1 - index], waitForAgent: true } },
  })),
  {
    type: 'routing_email_route',
    in: 'mail.harbour.example',
    name: 'disputes',
    set: {
      queue: 'Peak one',
      fromName: 'Harbour Card Disputes',
      fromEmail: 'disputes@mail.harbour.example',
      replyEmailAddress: { domain: 'mail.harbour.example', route: 'disputes' },
    },
  },
  // Updates: without and with a version, of a name, of a division, of parts, of a section, of settings.
  {
    type: 'routing_queue',
    name: 'Cards',
    action: 'update',
    set: {
      description: 'Cards, 24 x 7',
      members: {
        add: { 'bob.noyce@harbour.example': { ringNumber: 3 } },
        remove: ['eve.harris@harbour.example'],
      },
    },
  },
  {
    type: 'architect_schedulegroups',
    name: 'Cards hours',
    action: 'update',
    set: { openSchedules: { add: ['Cards peak hours'] } },
  },
  { type: 'routing_queue', name: 'Billing', was: 'Old billing' },
  {
    type: 'routing_queue',
    name: 'General Overflow',
    action: 'update',
    set: { division: 'Seasonal Support' },
  },
  {
    type: 'user',
    name: 'ada.lovelace@harbour.example',
    action: 'update',
    set: { profileSkills: { add: ['Cards'] } },
  },
  { type: 'routing_utilization', set: { utilization: { message: { maximumCapacity: 5 } } } },
  // Deletions: for good, and of what only says of itself that it is gone.
  { type: 'routing_queue', name: 'Legacy Chat', action: 'delete' },
  { type: 'routing_skill', name: 'Travel money', action: 'delete' },
];
