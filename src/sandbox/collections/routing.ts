/** What routing knows: queues, skills, skill groups, wrap-up codes. */

import { flag } from '../call.ts';
import { at, textOf } from '../json.ts';
import {
  DIVISIONS,
  EMAIL_DOMAINS,
  EMAIL_ROUTES,
  FLOWS,
  LANGUAGES,
  LIBRARIES,
  MESSAGING_RECIPIENTS,
  PROMPTS,
  QUEUES,
  SCRIPTS,
  SKILL_GROUPS,
  SKILLS,
  WRAPUP_CODES,
} from '../paths.ts';
import { CREATED_QUEUE, checkQueue, fillQueue, renderQueue } from '../queues.ts';
import type { References } from '../references.ts';
import { checkSkillGroup, renderSkillGroup } from '../skill-groups.ts';
import type { Collection } from './collection.ts';
import {
  BY_DIVISION,
  BY_ID,
  caseless,
  contains,
  type Filter,
  name,
  prefix,
  same,
  starredEnds,
} from './filters.ts';
import { AUTHORS, always, DATES, GROUP_KINDS, isDeleted, LOOKUP } from './rows.ts';

const languageName: Filter['matches'] = (value, wanted, switches) =>
  ({ contains, prefix, exact: caseless })[switches.languageNameFilter](value, wanted, switches);
const asSwitched: Filter['matches'] = (value, wanted, switches) =>
  ({ contains, prefix, exact: caseless })[switches.wrapupCodeNameFilter](value, wanted, switches);

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

export const ROUTING: readonly Collection[] = [
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
    divisionless: ({ newSkillDivision }) => newSkillDivision === 'none',
    hidden: isDeleted,
    accept: ({ divisionId, ...rest }) =>
      textOf(divisionId) === undefined ? rest : { ...rest, division: { id: divisionId ?? '' } },
  },
  {
    ...LOOKUP,
    path: LANGUAGES,
    entity: 'Language',
    maxPageSize: 500,
    filters: { name: name(languageName), id: BY_ID },
    references: {},
    division: 'none',
    stamps: { dateModified: '', version: '1', state: 'active' },
    unique: {
      field: 'name',
      clash: (_, other, switches) => other.state !== 'deleted' || switches.deletedLanguageNames === 'taken',
    },
    softDelete: true,
    hidden: isDeleted,
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
    path: SKILL_GROUPS,
    entity: 'SkillGroup',
    paging: 'cursor',
    filters: { name: name(prefix) },
    thin: ['skillConditions', 'status'],
    references: { '/division': DIVISIONS, '/memberDivisions/*': DIVISIONS },
    patchedDivision: ({ patchedDivision }) => patchedDivision === 'written',
    move: { type: 'SKILLGROUP', permission: 'routing:skillGroup:edit' },
    stamps: DATES,
    unique: { field: 'name', clash: (_one, _other, switches) => switches.directoryNames === 'unique' },
    created: { 'x-future': { autoRefresh: true } },
    check: checkSkillGroup,
    render: renderSkillGroup,
  },
];
