import type { Mention } from '../../file-reading.ts';

/** What a name in a flow's file stands for. */
export type Target = Pick<Mention, 'type' | 'where' | 'noun' | 'exchangeable'>;

/** The first key of a flow's file, and the type of flow that the API knows it as. */
export const FLOW_TYPES: Readonly<Record<string, string>> = {
  inboundCall: 'INBOUNDCALL',
  inqueueCall: 'INQUEUECALL',
  outboundCall: 'OUTBOUNDCALL',
  secureCall: 'SECURECALL',
  inboundChat: 'INBOUNDCHAT',
  inboundEmail: 'INBOUNDEMAIL',
  inqueueEmail: 'INQUEUEEMAIL',
  emailSend: 'EMAILSEND',
  inboundMessage: 'INBOUNDSHORTMESSAGE',
  inboundShortMessage: 'INBOUNDSHORTMESSAGE',
  inqueueMessage: 'INQUEUESHORTMESSAGE',
  inqueueShortMessage: 'INQUEUESHORTMESSAGE',
  workflow: 'WORKFLOW',
  workitem: 'WORKITEM',
  bot: 'BOT',
  digitalBot: 'DIGITALBOT',
  commonModule: 'COMMONMODULE',
  surveyInvite: 'SURVEYINVITE',
  voiceSurvey: 'VOICESURVEY',
  voicemail: 'VOICEMAIL',
};

const queue: Target = { type: 'routing_queue' };
const language: Target = { type: 'routing_language' };
const skill: Target = { type: 'routing_skill' };
const flow = (type: string, noun: string): Target => ({ type: 'flow', where: { type }, noun });

/** Fields that hold `lit: { name }` or `{ name }`. */
export const NAMED: Readonly<Record<string, Target>> = {
  acdSkill: skill,
  defaultLanguageSkill: language,
  emergencyGroup: { type: 'architect_emergencygroup' },
  flowOutcome: { type: 'flow_outcome' },
  grammar: { type: 'architect_grammar' },
  languageSkill: language,
  milestone: { type: 'flow_milestone' },
  overrideInQueueFlow: { ...flow('INQUEUECALL', 'in-queue call flow'), exchangeable: true },
  queue,
  schedule: { type: 'architect_schedules' },
  scheduleGroup: { type: 'architect_schedulegroups' },
  skill,
  targetFlow: { type: 'flow', exchangeable: true },
  targetGroup: { type: 'group' },
  targetQueue: queue,
  wrapupCode: { type: 'routing_wrapupcode' },
};

/** Fields below which the name is a key. What a module or a bot is called with belongs to that one alone. */
export const KEYED: Readonly<Record<string, Target>> = {
  botFlow: flow('BOT', 'bot flow'),
  commonModule: flow('COMMONMODULE', 'common module'),
  dataTable: { type: 'architect_datatable' },
  digitalBotFlow: flow('DIGITALBOT', 'digital bot flow'),
  screenPopScript: { type: 'script' },
};
