/** Changesets whose calls are no plain creates and updates: jobs, uploads, drafts that are published. */
import { scriptOf } from '../../src/sandbox/seed/architect.ts';
import { grammarOf } from '../../src/sandbox/seed/grammars.ts';
import { waveOf } from '../../src/sandbox/wave.ts';
import { callFlow, callingFlow } from '../support/call-flow.ts';
import { smallBank } from '../support/small-bank.ts';
import type { EntryFields, Files } from '../support/workbench.ts';
import { Stage } from './stage.ts';

/** A flow that is new, with the queue that it names; one that changes; one that gets another name as well. */
const FLOWS: readonly EntryFields[] = [
  { type: 'routing_queue', name: 'Storm calls' },
  { type: 'flow', name: 'Storm line', set: { file: '../flows/storm.yaml' } },
  { type: 'flow', name: 'SimpleFinancialIvr', set: { file: '../flows/financial.yaml' } },
  { type: 'flow', name: 'Night line', was: 'After hours', set: { file: '../flows/night.yaml' } },
];

/** Two that are new and call each other, with what leads there. */
const MUTUAL: readonly EntryFields[] = [
  { type: 'flow', name: 'Day line', set: { file: '../flows/day.yaml' } },
  { type: 'flow', name: 'Late line', set: { file: '../flows/late.yaml' } },
  {
    type: 'telephony_providers_edges_did_pool',
    name: '+61255500000',
    set: { endPhoneNumber: '+61255500009' },
  },
  {
    type: 'architect_ivr',
    name: 'Day and night',
    set: { openHoursFlow: 'Late line', dnis: { add: ['+61255500001'] } },
  },
];

const prompt = (name: string, fields: object): EntryFields => ({
  type: 'architect_user_prompt',
  name,
  ...fields,
});

/** Files that are new, that take the place of others, that go alone, with their language and with their object. */
const FILED: readonly EntryFields[] = [
  prompt('Storm_Notice', { set: { resources: { add: { 'en-us': { file: '../prompts/storm.wav' } } } } }),
  prompt('Welcome', {
    set: { resources: { change: { 'en-us': { file: '../prompts/flood.wav', text: 'Welcome' } } } },
  }),
  prompt('Hold_Music', { set: { resources: { change: { 'en-us': { file: null } } } } }),
  prompt('Recording_Notice', { set: { resources: { remove: ['en-us'] } } }),
  prompt('Welcome_FR', { action: 'delete' }),
  {
    type: 'architect_grammar',
    name: 'Card_Types',
    set: {
      languages: {
        change: { 'en-us': { voiceFile: '../grammars/loans.grxml', dtmfFile: null } },
        add: ['de-de'],
      },
    },
  },
  { type: 'responsemanagement_responseasset', name: 'Storm.png', set: { file: '../assets/storm.png' } },
  { type: 'responsemanagement_responseasset', name: 'Fees.pdf', action: 'delete' },
  {
    type: 'responsemanagement_response',
    in: 'Letters',
    name: 'Thanks',
    set: { assets: { add: ['Storm.png'] } },
  },
];

/** Scripts that come, one in a division of its own, and one that goes. */
const SCRIPTS: readonly EntryFields[] = [
  { type: 'script', name: 'Storm intake', set: { file: '../scripts/storm.script', division: 'Cards' } },
  { type: 'script', name: 'Flood intake', set: { file: '../scripts/flood.script' } },
  { type: 'script', name: 'Complaint intake', action: 'delete' },
];

/** One of which another file takes the place. */
const SCRIPT: readonly EntryFields[] = [
  { type: 'script', name: 'Everyday greeting', set: { file: '../scripts/storm.script' } },
];

const FILES: Files = {
  '../scripts/storm.script': scriptOf('Storm'),
  '../scripts/flood.script': scriptOf('Flood'),
  '../assets/storm.png': new Uint8Array([0x89, 0x50, 0, 0xff]),
  '../flows/day.yaml': callingFlow('Day line', 'General Overflow', ['Late line']),
  '../flows/late.yaml': callingFlow('Late line', 'General Overflow', ['Day line']),
  '../flows/storm.yaml': callFlow('Storm line', 'We are closed', 'Storm calls'),
  '../flows/financial.yaml': callFlow('SimpleFinancialIvr', 'Hello', 'Storm calls'),
  '../flows/night.yaml': callFlow('Night line', 'Good night', 'General Overflow'),
  '../grammars/loans.grxml': grammarOf(['car loan']),
  '../prompts/storm.wav': waveOf('storm'),
  '../prompts/flood.wav': waveOf('flood'),
};

/** A contract that changes, which goes by a draft, and one that is new; configurations that are published. */
const DRAFTS: readonly EntryFields[] = [
  {
    type: 'integration_action',
    name: 'Find customer',
    action: 'update',
    set: {
      contract: {
        output: {
          successSchema: {
            type: 'object',
            properties: { customerId: { type: 'string' }, segment: { type: 'string' } },
          },
        },
      },
      config: { timeoutSeconds: 10, response: { translationMap: { segment: '$.segment' } } },
    },
  },
  {
    type: 'integration_action',
    name: 'Balance',
    set: {
      integrationId: 'Harbour CRM',
      category: 'Harbour CRM',
      contract: {
        input: { inputSchema: { type: 'object', properties: { phone: { type: 'string' } } } },
        output: { successSchema: { type: 'object', properties: { balance: { type: 'string' } } } },
      },
      config: { request: { requestUrlTemplate: 'https://crm.example/${input.phone}', requestType: 'GET' } },
    },
  },
  {
    type: 'webdeployments_configuration',
    name: 'Bank messenger',
    action: 'update',
    set: { description: 'For the bank', messenger: { styles: { primaryColor: '#aa3311' } } },
  },
  { type: 'webdeployments_configuration', name: 'Shop messenger', set: { headlessMode: { enabled: true } } },
  {
    type: 'webdeployments_deployment',
    name: 'Branch kiosks',
    action: 'update',
    set: { configuration: { id: 'Shop messenger', version: 'newest' } },
  },
];

export const flowStage = (): Promise<Stage> => Stage.of(FLOWS, {}, FILES);
/** In an org where jobs do not find at first what is new. */
export function mutualStage(): Promise<Stage> {
  const mapping = { variables: { inThePlaceOfOne: 'After hours', queue: 'General Overflow' } };
  const seed = smallBank(JSON.stringify([MUTUAL, mapping]));
  return Stage.in(seed, MUTUAL, mapping, { files: FILES, switches: { flowJobNamesMs: 4000 } });
}
export const fileStage = (): Promise<Stage> => Stage.of(FILED, {}, FILES);
export const scriptStage = (): Promise<Stage> => Stage.of(SCRIPTS, {}, FILES);
export const otherScriptStage = (): Promise<Stage> => Stage.of(SCRIPT, {}, FILES);
export const draftStage = (): Promise<Stage> => Stage.of(DRAFTS);
