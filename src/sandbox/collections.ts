/**
 * The collections of the org, one row each, keyed by the path that lists them: what the contract does not say about
 * them. A further collection is a further row (and its paths in served.ts).
 */
import { first, flag, type Query } from './call.ts';
import { renderDivision } from './divisions.ts';
import { at, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import {
  DIVISIONS,
  EMAIL_DOMAINS,
  EMAIL_ROUTES,
  FLOWS,
  GROUPS,
  LIBRARIES,
  MESSAGING_RECIPIENTS,
  PROMPTS,
  QUEUES,
  SCRIPTS,
  SKILL_GROUPS,
  SKILLS,
  TEAMS,
  USERS,
  WRAPUP_CODES,
} from './paths.ts';
import { CREATED_QUEUE, checkQueue, fillQueue, renderQueue } from './queues.ts';
import type { References } from './references.ts';
import type { Switches } from './switches.ts';
import { renderGroup, renderUser } from './users.ts';

/** Compares a document's value with a filter's. */
type Match = (value: string, wanted: string, switches: Switches) => boolean;

export interface Filter {
  readonly field: readonly string[];
  readonly matches: Match;
}

export interface Collection {
  readonly path: string;
  /** What audits and messages call one of its objects. */
  readonly entity: string;
  readonly service: string;
  readonly paging: 'numbered' | 'cursor';
  readonly maxPageSize: number;
  readonly filters: Readonly<Record<string, Filter>>;
  /** A parameter that makes the other filters void. */
  readonly overriding?: string;
  /** Fields that only a read by id answers. */
  readonly thin?: readonly string[];
  readonly references: References;
  /** Who sets an object's division after its creation: PUT, or a call of its own; `*` means that all are possible. */
  readonly division: 'none' | 'moved' | 'written' | 'writtenOrAll';
  /** The name of the type in `authorization/divisions/{id}/objects/{type}`, and the right that a move needs. */
  readonly move?: { readonly type: string; readonly permission: string };
  readonly stamps: JsonObject;
  readonly unique?: {
    readonly field: string;
    readonly clash: (one: Document, other: Document, switches: Switches) => boolean;
  };
  /** Deleted objects stay, with state `deleted`. */
  readonly softDelete?: boolean;
  /** A PATCH finds deleted objects too, and can give them back their state. */
  readonly restorable?: boolean;
  /** Fields that a PATCH may change only by themselves. */
  readonly alone?: readonly string[];
  readonly hidden?: (document: Document, query: Query) => boolean;
  readonly unreadable?: (document: Document, query: Query) => boolean;
  /** The document's fields for a body's, where they are called otherwise. */
  readonly accept?: (body: JsonObject) => JsonObject;
  /** What only a create fills. */
  readonly created?: JsonObject;
  /** The field of a create that names an object of the collection to copy the settings of. */
  readonly copyFrom?: string;
  /** Server defaults for what create and update leave out. */
  readonly fill?: (document: Document) => Document;
  /** Throws the platform's refusal of what no schema can say. */
  readonly check?: (next: JsonObject, previous: Document | undefined) => void;
  /** Adds what is computed. */
  readonly render?: (document: Document, org: Org, expand: readonly string[]) => Document;
}

const fold = (text: string): string => text.toLowerCase();
const same: Match = (value, wanted) => value === wanted;
const caseless: Match = (value, wanted) => fold(value) === fold(wanted);
const prefix: Match = (value, wanted) => fold(value).startsWith(fold(wanted));
const contains: Match = (value, wanted) => fold(value).includes(fold(wanted));
/** `*` stands for any text, anywhere in the wanted value. */
const wildcard: Match = (value, wanted) => {
  const parts = wanted.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'is').test(value);
};
/** `*` only counts at the start or the end of the wanted value. */
const starredEnds: Match = (value, wanted, switches) => {
  const inner = wanted.replace(/^\*|\*$/g, '');
  return inner.includes('*') ? fold(value) === fold(wanted) : wildcard(value, wanted, switches);
};
const asSwitched: Match = (value, wanted, switches) =>
  ({ contains, prefix, exact: caseless })[switches.wrapupCodeNameFilter](value, wanted, switches);

const name = (matches: Match): Filter => ({ field: ['name'], matches });
const BY_ID: Filter = { field: ['id'], matches: same };
const BY_DIVISION: Filter = { field: ['division', 'id'], matches: same };

const always = (): boolean => true;
const isDeleted = (document: Document): boolean => document.state === 'deleted' || document.deleted === true;
const GROUP_KINDS = { GROUP: GROUPS, SKILLGROUP: SKILL_GROUPS, TEAM: TEAMS };

const QUEUE_REFERENCES: References = {
  '/division': DIVISIONS,
  '/queueFlow': FLOWS,
  '/emailInQueueFlow': FLOWS,
  '/messageInQueueFlow': FLOWS,
  '/whisperPrompt': PROMPTS,
  '/onHoldPrompt': PROMPTS,
  '/defaultScripts/*': SCRIPTS,
  '/memberGroups/*': GROUP_KINDS,
  '/bullseye/rings/*/memberGroups/*': GROUP_KINDS,
  '/bullseye/rings/*/actions/skillsToRemove/*': SKILLS,
  '/conditionalGroupRouting/rules/*/queue': QUEUES,
  '/conditionalGroupRouting/rules/*/groups/*': GROUP_KINDS,
  '/conditionalGroupActivation/pilotRule/conditions/*/simpleMetric/queue': QUEUES,
  '/conditionalGroupActivation/rules/*/conditions/*/simpleMetric/queue': QUEUES,
  '/conditionalGroupActivation/rules/*/groups/*': GROUP_KINDS,
  '/directRouting/backupQueueId': QUEUES,
  '/cannedResponseLibraries/libraryIds/*': LIBRARIES,
  '/mediaSettings/callback/liveVoiceFlow': FLOWS,
  '/mediaSettings/callback/answeringMachineFlow': FLOWS,
  '/mediaSettings/callback/edgeGroup': '/api/v2/telephony/providers/edges/edgegroups',
  '/mediaSettings/callback/site': '/api/v2/telephony/providers/edges/sites',
  '/mediaSettings/message/inactivityTimeoutSettings/flowId': FLOWS,
  '/mediaSettings/email/allOutboundEmailAddresses/*/domain': EMAIL_DOMAINS,
  '/mediaSettings/email/allOutboundEmailAddresses/*/route': EMAIL_ROUTES,
  '/outboundEmailAddress/domain': EMAIL_DOMAINS,
  '/outboundEmailAddress/route': EMAIL_ROUTES,
  '/outboundMessagingAddresses/smsAddress': MESSAGING_RECIPIENTS,
  '/outboundMessagingAddresses/openMessagingRecipient': MESSAGING_RECIPIENTS,
  '/outboundMessagingAddresses/whatsAppRecipient': MESSAGING_RECIPIENTS,
};

const DATES: JsonObject = { dateCreated: '', dateModified: '' };
const AUTHORS: JsonObject = { ...DATES, createdBy: '', modifiedBy: '' };

const LOOKUP = {
  service: 'ContactCenter',
  paging: 'numbered',
  maxPageSize: 100,
  division: 'moved',
  stamps: {},
} as const;

export const COLLECTIONS: readonly Collection[] = [
  {
    ...LOOKUP,
    path: DIVISIONS,
    entity: 'Division',
    service: 'PeoplePermissions',
    filters: { name: name(contains), id: BY_ID },
    references: {},
    division: 'none',
    unique: { field: 'name', clash: always },
    created: { homeDivision: false, 'x-future': { costCentre: 'unassigned' } },
    render: renderDivision,
  },
  {
    ...LOOKUP,
    path: SKILLS,
    entity: 'Skill',
    maxPageSize: 500,
    filters: { name: name(prefix), id: BY_ID },
    references: { '/division': DIVISIONS },
    division: 'written',
    stamps: { dateModified: '', version: '1', state: 'active' },
    unique: {
      field: 'name',
      clash: (_, other, switches) => other.state !== 'deleted' || switches.deletedSkillNames === 'taken',
    },
    softDelete: true,
    hidden: isDeleted,
    accept: ({ divisionId, ...rest }) =>
      textOf(divisionId) === undefined ? rest : { ...rest, division: { id: divisionId ?? '' } },
  },
  {
    ...LOOKUP,
    path: WRAPUP_CODES,
    entity: 'WrapupCode',
    filters: { name: name(asSwitched), id: BY_ID, divisionId: BY_DIVISION },
    references: { '/division': DIVISIONS },
    division: 'writtenOrAll',
    stamps: AUTHORS,
    unique: { field: 'name', clash: always },
    created: { 'x-future': { reportAs: 'handled' } },
  },
  {
    ...LOOKUP,
    path: QUEUES,
    entity: 'Queue',
    maxPageSize: 500,
    filters: {
      name: name(starredEnds),
      id: BY_ID,
      divisionId: BY_DIVISION,
      peerId: { field: ['peerId'], matches: same },
    },
    hidden: (queue, query) => query.has('hasPeer') && flag(query, 'hasPeer') !== (queue.peerId !== undefined),
    references: QUEUE_REFERENCES,
    move: { type: 'QUEUE', permission: 'routing:queue:edit' },
    stamps: AUTHORS,
    unique: {
      field: 'name',
      clash: (one, other, switches) =>
        switches.queueNames === 'org' || at(one, 'division', 'id') === at(other, 'division', 'id'),
    },
    created: CREATED_QUEUE,
    copyFrom: 'sourceQueueId',
    fill: fillQueue,
    check: checkQueue,
    render: renderQueue,
  },
  {
    ...LOOKUP,
    path: USERS,
    entity: 'User',
    service: 'Directory',
    maxPageSize: 500,
    filters: { id: BY_ID, jabberId: { field: ['chat', 'jabberId'], matches: same } },
    references: { '/division': DIVISIONS, '/manager': USERS },
    move: { type: 'USER', permission: 'directory:user:edit' },
    stamps: { version: 1, state: 'active' },
    unique: { field: 'email', clash: always },
    restorable: true,
    alone: ['state'],
    hidden: ({ state }, query) => {
      const wanted = first(query, 'state') ?? 'active';
      return wanted !== 'any' && wanted !== (state ?? 'active');
    },
    unreadable: (user, query) => isDeleted(user) !== (first(query, 'state') === 'deleted'),
    accept: ({ manager, ...rest }) =>
      manager === undefined ? rest : { ...rest, manager: manager && { id: manager } },
    render: renderUser,
  },
  {
    ...LOOKUP,
    path: FLOWS,
    entity: 'Flow',
    service: 'Architect',
    maxPageSize: 500,
    filters: {
      name: name(wildcard),
      description: { field: ['description'], matches: wildcard },
      type: { field: ['type'], matches: caseless },
      id: BY_ID,
      divisionId: BY_DIVISION,
    },
    overriding: 'id',
    hidden: (flow, query) => isDeleted(flow) && !flag(query, 'deleted'),
    unreadable: (flow, query) => isDeleted(flow) && !flag(query, 'deleted'),
    references: { '/division': DIVISIONS, '/publishedBy': USERS, '/publishedVersion/createdBy': USERS },
    move: { type: 'FLOW', permission: 'architect:flow:edit' },
  },
  {
    ...LOOKUP,
    path: GROUPS,
    entity: 'Group',
    service: 'Directory',
    maxPageSize: 500,
    filters: { id: BY_ID },
    references: { '/owners/*': USERS },
    division: 'none',
    stamps: { dateModified: '', version: 1, state: 'active' },
    hidden: isDeleted,
    render: renderGroup,
  },
  {
    ...LOOKUP,
    path: TEAMS,
    entity: 'Team',
    paging: 'cursor',
    filters: { name: name(prefix) },
    references: { '/division': DIVISIONS },
    move: { type: 'TEAM', permission: 'groups:team:edit' },
    stamps: DATES,
  },
  {
    ...LOOKUP,
    path: SKILL_GROUPS,
    entity: 'SkillGroup',
    paging: 'cursor',
    filters: { name: name(prefix) },
    thin: ['skillConditions', 'status'],
    references: { '/division': DIVISIONS },
    move: { type: 'SKILLGROUP', permission: 'routing:skillGroup:edit' },
    stamps: DATES,
  },
  {
    ...LOOKUP,
    path: SCRIPTS,
    entity: 'Script',
    maxPageSize: 500,
    filters: { name: name(contains), divisionIds: BY_DIVISION },
    references: { '/division': DIVISIONS },
    move: { type: 'SCRIPT', permission: 'scripter:script:edit' },
  },
  {
    ...LOOKUP,
    path: PROMPTS,
    entity: 'Prompt',
    service: 'Architect',
    filters: {
      name: name(wildcard),
      description: { field: ['description'], matches: wildcard },
      divisionId: BY_DIVISION,
    },
    overriding: 'name',
    references: { '/division': DIVISIONS },
  },
  {
    ...LOOKUP,
    path: LIBRARIES,
    entity: 'Library',
    filters: { libraryPrefix: name(prefix) },
    references: { '/division': DIVISIONS, '/createdBy': USERS },
    move: { type: 'LIBRARY', permission: 'responses:library:edit' },
    stamps: { dateCreated: '', version: 1 },
  },
];

/** Sub-resources whose elements are other objects: the template of their path to the collection of those. */
export const ELEMENTS: Readonly<Record<string, string>> = {
  '/api/v2/groups/{}/individuals': USERS,
  '/api/v2/routing/queues/{}/members': USERS,
  '/api/v2/routing/queues/{}/wrapupcodes': WRAPUP_CODES,
  '/api/v2/users/{}/routingskills': SKILLS,
};

const byPath = new Map(COLLECTIONS.map((collection) => [collection.path, collection]));

/** Throws for a path that is no collection: a mistake of this program, not of a client. */
export function collectionAt(path: string): Collection {
  const collection = byPath.get(path);
  if (!collection) throw new Error(`No collection at ${path}`);
  return collection;
}
