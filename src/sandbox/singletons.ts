/** Settings: documents that are always there, with the server's defaults until somebody writes them. */
import type { JsonObject } from './json.ts';
import { GROUPS, USERS } from './paths.ts';

/** One setting, or one of each object of a collection where the path is a template. */
export interface Singleton {
  readonly path: string;
  readonly entity: string;
  readonly service: string;
  readonly defaults: JsonObject;
  /** Fields of an API newer than the contract, there until a PUT drops them. */
  readonly grown?: JsonObject;
  /** The collection whose objects have one each. */
  readonly owners?: string;
}

/** Where the one document of a setting stands in its collection. */
export const ONLY = 'settings';

const ROUTING_SETTINGS = '/api/v2/routing/settings';

export const SINGLETONS: readonly Singleton[] = [
  {
    path: ROUTING_SETTINGS,
    entity: 'RoutingSettings',
    service: 'ContactCenter',
    defaults: { resetAgentScoreOnPresenceChange: false },
    grown: { 'x-future': { fairness: 'standard' } },
  },
  {
    path: `${ROUTING_SETTINGS}/contactcenter`,
    entity: 'ContactCenterSettings',
    service: 'ContactCenter',
    defaults: { removeSkillsFromBlindTransfer: false },
  },
  {
    path: `${ROUTING_SETTINGS}/transcription`,
    entity: 'TranscriptionSettings',
    service: 'ContactCenter',
    defaults: {
      transcription: 'Disabled',
      transcriptionConfidenceThreshold: 1,
      lowLatencyTranscriptionEnabled: false,
      contentSearchEnabled: false,
      pciDssRedactionEnabled: true,
      piiRedactionEnabled: false,
    },
  },
  {
    path: '/api/v2/authorization/settings',
    entity: 'AuthorizationSettings',
    service: 'PeoplePermissions',
    defaults: { analysisDays: 90, analysisEnabled: false },
  },
  {
    path: '/api/v2/authorization/roles/settings',
    entity: 'RoleSettings',
    service: 'PeoplePermissions',
    defaults: { authorizationGrantDivisionAware: true, backfillEnabled: false },
  },
  {
    path: '/api/v2/voicemail/userpolicies/{}',
    entity: 'VoicemailUserPolicy',
    service: 'Voicemail',
    defaults: { enabled: false, alertTimeoutSeconds: 25, sendEmailNotifications: true },
    owners: USERS,
  },
  {
    path: '/api/v2/voicemail/groups/{}/policy',
    entity: 'VoicemailGroupPolicy',
    service: 'Voicemail',
    defaults: {
      enabled: false,
      sendEmailNotifications: true,
      disableEmailPii: false,
      includeEmailTranscriptions: false,
      languagePreference: 'en-US',
      rotateCallsSecs: 25,
      stopRingingAfterRotations: 5,
      overflowGroupId: '',
      groupAlertType: 'SEQUENTIAL',
      interactiveResponsePromptId: '',
      interactiveResponseRequired: false,
    },
    owners: GROUPS,
  },
];
