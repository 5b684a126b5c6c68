/** Harbour Bank: a believable org of a few hundred objects that refer to each other, the same on every start. */
import {
  addIndividuals,
  addMembers,
  addQueueCodes,
  addTo,
  addUserSkill,
  emptyOrg,
  idOf,
  refTo,
} from '../build.ts';
import type { JsonObject } from '../json.ts';
import type { OrgState } from '../model.ts';
import { shareable } from '../org.ts';
import {
  DIVISIONS,
  FLOW_LOG_LEVELS,
  FLOW_MILESTONES,
  FLOW_OUTCOMES,
  FLOWS,
  GROUPS,
  LIBRARIES,
  PROMPTS,
  QUEUES,
  SCRIPTS,
  SKILL_GROUPS,
  SKILLS,
  TEAMS,
  USERS,
  WRAPUP_CODES,
} from '../paths.ts';
import {
  FLOW_ROWS,
  LIBRARY_ROWS,
  LOG_LEVEL_ROWS,
  MILESTONE_ROWS,
  OUTCOME_ROWS,
  PROMPT_ROWS,
  SCRIPT_ROWS,
  scriptOf,
} from './architect.ts';
import { addAuthorization } from './authorization.ts';
import { addCapacity } from './capacity.ts';
import { addDirectory } from './directory.ts';
import { addEmail } from './email.ts';
import { addGrammars } from './grammars.ts';
import { addHours } from './hours.ts';
import { addIntegrations } from './integrations.ts';
import { addOauth } from './oauth.ts';
import { DELETED_USER, GROUP_ROWS, KNOWN, OTHERS, SIMPLE_FINANCIAL, some, TEAM_ROWS } from './people.ts';
import { addPlaces } from './places.ts';
import { addPromptLanguages } from './prompts.ts';
import { addResponseAssets } from './response-assets.ts';
import { addResponses } from './responses.ts';
import { CODE_ROWS, DELETED_SKILL, QUEUE_ROWS, SKILL_GROUP_ROWS, SKILL_NAMES } from './routing.ts';
import { addTables } from './tables.ts';
import { addTelephony } from './telephony.ts';
import { addTriggers } from './triggers.ts';
import { addWeb } from './web.ts';

const CODE_NAMES = CODE_ROWS.flatMap(([, names]) => names);
const CARDS_CODES = ['Misc', 'Resolved', 'Transferred', ...(CODE_ROWS[1]?.[1].slice(0, 9) ?? [])];

let built: OrgState | undefined;

/** The org as all sandboxes share it that start as it: frozen. */
export function sharedHarbourBank(): OrgState {
  built ??= shareable(build());
  return built;
}

/** A new copy of the org, as plain data. */
export function harbourBank(): OrgState {
  return structuredClone(sharedHarbourBank());
}

function build(): OrgState {
  const state = emptyOrg();
  addTo(state, DIVISIONS, { name: 'Cards', description: 'Credit and debit cards' });
  addTo(state, DIVISIONS, { name: 'Private Clients' });
  addRoutingVocabulary(state);
  addPeople(state);
  addArchitect(state);
  addTelephony(state);
  addHours(state);
  addSkillGroups(state);
  addPlainQueues(state);
  addCardsQueues(state);
  addOtherQueues(state);

  addDirectory(state);
  addPlaces(state);
  addAuthorization(state);
  addEmail(state);
  addIntegrations(state);
  addCapacity(state);
  addTables(state);
  addTriggers(state);
  addResponseAssets(state);
  addResponses(state);
  addOauth(state);
  addWeb(state);
  return state;
}

function inDivision(name: string): JsonObject {
  return { division: name === '*' ? { id: '*' } : refTo(DIVISIONS, name) };
}

function addRoutingVocabulary(state: OrgState): void {
  for (const name of SKILL_NAMES) addTo(state, SKILLS, name);
  addTo(state, SKILLS, { name: DELETED_SKILL, state: 'deleted', version: '2' });
  for (const [division, names] of CODE_ROWS) {
    for (const name of names)
      addTo(state, WRAPUP_CODES, { name, description: `${name} (${division})`, ...inDivision(division) });
  }
}

function addPeople(state: OrgState): void {
  for (const email of KNOWN) {
    addTo(state, USERS, { email, department: 'Contact centre', title: 'Specialist', version: 4 });
  }
  OTHERS.forEach((email, index) => {
    const division = index % 3 === 0 ? 'Cards' : index % 7 === 0 ? 'Private Clients' : 'Home';
    addTo(state, USERS, {
      email,
      department: division,
      title: 'Agent',
      version: 1 + (index % 5),
      ...inDivision(division),
    });
    addUserSkill(state, email, 'English', 5);
    addUserSkill(state, email, SKILL_NAMES[1 + (index % 20)] ?? 'Cards', 1 + (index % 5));
  });
  addUserSkill(state, KNOWN[0] ?? '', 'English', 5);
  addTo(state, USERS, { email: DELETED_USER, state: 'deleted', version: 3 });
  for (const { email, name, employeeId } of SIMPLE_FINANCIAL) {
    const employerInfo = {
      officialName: name,
      employeeId,
      employeeType: 'Full-time',
      dateHire: '2021-03-18',
    };
    const phone = { address: '+19205551212', mediaType: 'PHONE', type: 'MOBILE' };
    addTo(state, USERS, {
      email,
      name,
      department: 'IRA',
      title: 'Agent',
      acdAutoAnswer: true,
      addresses: [phone],
      employerInfo,
    });
  }
  for (const [name, description, start, count] of GROUP_ROWS) {
    const flags = {
      type: 'official',
      visibility: 'public',
      rulesVisible: true,
      rolesEnabled: true,
      includeOwners: true,
    };
    addTo(state, GROUPS, { name, description, ...flags, owners: [refTo(USERS, KNOWN[6] ?? '')], version: 3 });
    addIndividuals(state, name, some(start, count));
  }
  for (const [name, division] of TEAM_ROWS) addTo(state, TEAMS, { name, ...inDivision(division) });
}

function addArchitect(state: OrgState): void {
  for (const [name, type, division, version, date, author] of FLOW_ROWS) {
    const publishedBy = refTo(USERS, `${author}@harbour.example`);
    const datePublished = `${date}T09:30:00.000Z`;
    const publishedVersion = { id: `${version}.0`, type: 'PUBLISH', datePublished, createdBy: publishedBy };
    const flags = { active: true, system: false, deleted: false };
    addTo(state, FLOWS, { name, type, ...flags, publishedBy, publishedVersion, ...inDivision(division) });
  }
  addTo(state, FLOWS, { name: 'Old IVR', type: 'INBOUNDCALL', active: false, system: false, deleted: true });
  for (const [name, level] of LOG_LEVEL_ROWS)
    addTo(state, FLOW_LOG_LEVELS, {
      id: idOf(FLOWS, name),
      logLevelCharacteristics: { level },
      dateModified: '2026-10-01T09:30:00.000Z',
      modifiedBy: refTo(USERS, 'm.lee@harbour.example'),
    });
  for (const [name, division] of MILESTONE_ROWS)
    addTo(state, FLOW_MILESTONES, { name, ...inDivision(division) });
  for (const [name, description, division] of OUTCOME_ROWS)
    addTo(state, FLOW_OUTCOMES, { name, description, ...inDivision(division) });
  for (const [name, description] of PROMPT_ROWS) addTo(state, PROMPTS, { name, description });
  addPromptLanguages(state);
  addGrammars(state);
  for (const [name, id, division, isPublished] of SCRIPT_ROWS) {
    const createdDate = '2025-03-01T08:00:00.000Z';
    const published = isPublished ? { publishedDate: '2025-03-02T08:00:00.000Z' } : {};
    addTo(state, SCRIPTS, {
      name,
      id: id ?? idOf(SCRIPTS, name),
      versionId: idOf(SCRIPTS, `${name} 1`),
      content: Buffer.from(scriptOf(name)).toString('base64'),
      createdDate,
      ...published,
      ...inDivision(division),
    });
  }
  for (const [name, division] of LIBRARY_ROWS)
    addTo(state, LIBRARIES, {
      name,
      version: 2,
      createdBy: refTo(USERS, KNOWN[9] ?? ''),
      ...inDivision(division),
    });
}

function addSkillGroups(state: OrgState): void {
  for (const [name, division, routingSkill, proficiency] of SKILL_GROUP_ROWS) {
    const condition = { routingSkill, comparator: 'GreaterThanOrEqualTo', proficiency };
    const skillConditions = [
      { operation: 'And', routingSkillConditions: [condition], languageSkillConditions: [] },
    ];
    addTo(state, SKILL_GROUPS, {
      name,
      skillConditions,
      ...inDivision(division),
    });
  }
}

function group(type: 'GROUP' | 'SKILLGROUP' | 'TEAM', name: string): JsonObject {
  return { ...refTo({ GROUP: GROUPS, SKILLGROUP: SKILL_GROUPS, TEAM: TEAMS }[type], name), type };
}

function addPlainQueues(state: OrgState): void {
  QUEUE_ROWS.forEach(([name, division, start, count, codes], index) => {
    const queueFlow =
      division === 'Cards' ? refTo(FLOWS, 'Cards in-queue') : refTo(FLOWS, 'General in-queue');
    addTo(state, QUEUES, {
      name,
      description: `${name} of Harbour Bank`,
      queueFlow,
      ...inDivision(division),
    });
    addMembers(state, name, some(start, count));
    addQueueCodes(state, name, codesFrom(index * 2, codes));
  });
}

function codesFrom(start: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => CODE_NAMES[(start + index) % CODE_NAMES.length] ?? '');
}

function addCardsQueues(state: OrgState): void {
  const rule = { metric: 'EstimatedWaitTime', operator: 'GreaterThan', conditionValue: 30 };
  addTo(state, QUEUES, {
    name: 'Cards',
    description: 'Cards',
    ...inDivision('Cards'),
    acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT', timeoutMs: 30_000 },
    mediaSettings: {
      call: { alertingTimeoutSeconds: 12, serviceLevel: { percentage: 0.8, durationMs: 20_000 } },
    },
    queueFlow: refTo(FLOWS, 'Cards in-queue'),
    whisperPrompt: refTo(PROMPTS, 'Cards_Whisper'),
    onHoldPrompt: refTo(PROMPTS, 'Hold_Music'),
    defaultScripts: { CALL: refTo(SCRIPTS, 'Cards greeting') },
    callingPartyName: 'Harbour Cards',
    conditionalGroupRouting: {
      rules: [
        { ...rule, waitSeconds: 20, groups: [group('SKILLGROUP', 'Card specialists')] },
        {
          ...rule,
          waitSeconds: 60,
          queue: refTo(QUEUES, 'General Overflow'),
          groups: [group('GROUP', 'Overflow volunteers')],
        },
        {
          ...rule,
          waitSeconds: 120,
          queue: refTo(QUEUES, 'Escalations'),
          groups: [group('GROUP', 'Cards team leads')],
        },
      ],
    },
    cannedResponseLibraries: { mode: 'SelectedOnly', libraryIds: [idOf(LIBRARIES, 'Cards answers')] },
  });
  addMembers(state, 'Cards', ['eve.harris@harbour.example', 'sam.stone@harbour.example', ...some(0, 44)]);
  addQueueCodes(state, 'Cards', CARDS_CODES);
}

function addOtherQueues(state: OrgState): void {
  const ring = (seconds: number, skills: string[], groups: JsonObject[]): JsonObject => ({
    expansionCriteria: [{ type: 'TIMEOUT_SECONDS', threshold: seconds }],
    actions: { skillsToRemove: skills.map((skill) => refTo(SKILLS, skill)) },
    memberGroups: groups,
  });
  const rings = [
    ring(20, ['Escalation'], [group('GROUP', 'Service desk')]),
    ring(40, [], []),
    ring(60, [], []),
  ];
  addTo(state, QUEUES, {
    name: 'Support EN',
    description: 'English support',
    skillEvaluationMethod: 'BEST',
    bullseye: { rings },
  });
  addMembers(state, 'Support EN', some(5, 10));
  addMembers(state, 'Support EN', some(15, 6), 2);
  const routingRules = [
    { operator: 'MEETS_THRESHOLD', threshold: 90, waitSeconds: 30 },
    { operator: 'ANY', threshold: 0, waitSeconds: 45 },
  ];
  addTo(state, QUEUES, {
    name: 'Sales',
    description: 'New business',
    lastAgentRoutingMode: 'QueueMembersOnly',
    routingRules,
  });
  addMembers(state, 'Sales', some(40, 18));
  const banking = {
    name: 'Private Banking',
    acwSettings: { wrapupPrompt: 'MANDATORY_TIMEOUT', timeoutMs: 30_000 },
  };
  addTo(state, QUEUES, {
    ...banking,
    whisperPrompt: refTo(PROMPTS, 'Private_Whisper'),
    ...inDivision('Private Clients'),
  });
  addMembers(state, 'Private Banking', some(82, 8));
  const directRouting = {
    backupQueueId: idOf(QUEUES, 'Private Banking'),
    agentWaitSeconds: 40,
    waitForAgent: true,
  };
  addTo(state, QUEUES, { name: 'Wealth', directRouting, ...inDivision('Private Clients') });
  addMembers(state, 'Wealth', some(90, 7));
  const memberGroups = [
    group('GROUP', 'Night shift'),
    group('SKILLGROUP', 'Spanish speakers'),
    group('TEAM', 'Digital Service'),
  ];
  addTo(state, QUEUES, { name: 'Night Line', memberGroups, acwSettings: { wrapupPrompt: 'OPTIONAL' } });
  addMembers(state, 'Night Line', some(100, 6));
  const modifiedBy = idOf(USERS, 'j.doe@harbour.example');
  addTo(state, QUEUES, {
    name: 'Legacy Chat',
    description: 'The old website chat',
    modifiedBy,
    dateModified: '2026-03-03T10:20:30.000Z',
  });
}
