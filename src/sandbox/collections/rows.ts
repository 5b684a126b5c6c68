/** What rows of several groups have in common. */
import type { JsonObject } from '../json.ts';
import type { Document } from '../model.ts';
import { GROUPS, SKILL_GROUPS, TEAMS } from '../paths.ts';

/** A collection as most are: paged by number, 100 at most, in a division that another call changes. */
export const LOOKUP = {
  service: 'ContactCenter',
  paging: 'numbered',
  maxPageSize: 100,
  division: 'moved',
  stamps: {},
} as const;

export const DATES: JsonObject = { dateCreated: '', dateModified: '' };
export const AUTHORS: JsonObject = { ...DATES, createdBy: '', modifiedBy: '' };

/** What a group reference points at, by its type. */
export const GROUP_KINDS = { GROUP: GROUPS, SKILLGROUP: SKILL_GROUPS, TEAM: TEAMS };

/** Every equal name is a clash. */
export const always = (): boolean => true;
export const isDeleted = (document: Document): boolean =>
  document.state === 'deleted' || document.deleted === true;
