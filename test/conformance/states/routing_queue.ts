import type { States } from '../conform.ts';

const type = 'routing_queue';
const name = 'Disputes';
const alerting = {
  alertingTimeoutSeconds: 20,
  autoAnswerAlertToneSeconds: 2.5,
  enableAutoAnswer: true,
  manualAnswerAlertToneSeconds: 3,
  serviceLevel: { durationMs: 45000, percentage: 0.9 },
};
const direct = { useAgentAddressOutbound: true };
const address = { domain: 'help.harbour.example', route: 'disputes' };
const waits = { metric: 'EstimatedWaitTime', operator: 'GreaterThan', conditionValue: 120, waitSeconds: 30 };

export default {
  type,
  states: [
    [{ type, name }],
    [
      {
        type,
        name,
        set: {
          description: 'Disputed card payments',
          callingPartyName: 'Harbour Disputes',
          callingPartyNumber: '+61290001001',
          autoAnswerOnly: false,
          enableAudioMonitoring: true,
          enableManualAssignment: true,
          enableTranscription: true,
          suppressInQueueCallRecording: true,
          defaultMediaLanguage: 'en-AU',
          skillEvaluationMethod: 'BEST',
          scoringMethod: 'PriorityOnly',
          lastAgentRoutingMode: 'QueueMembersOnly',
          acwSettings: { wrapupPrompt: 'MANDATORY_FORCED_TIMEOUT', timeoutMs: 12000 },
          agentOwnedRouting: {
            enableAgentOwnedCallbacks: true,
            maxOwnedCallbackDelayHours: 24,
            maxOwnedCallbackHours: 48,
          },
        },
      },
    ],
    [
      {
        type,
        name,
        set: { division: 'Cards', queueFlow: 'Cards in-queue', emailInQueueFlow: 'E-mail in-queue' },
      },
    ],
    [
      {
        type,
        name,
        set: {
          division: { home: true },
          messageInQueueFlow: 'Message in-queue',
          whisperPrompt: 'Cards_Whisper',
          onHoldPrompt: 'Hold_Music',
          defaultScripts: { CALL: 'Dispute intake', CALLBACK: 'Cards greeting' },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          mediaSettings: {
            call: alerting,
            chat: alerting,
            email: alerting,
            callback: {
              ...alerting,
              mode: 'CustomerFirst',
              enableAutoDialAndEnd: true,
              autoDialDelaySeconds: 15,
              autoEndDelaySeconds: 20,
              pacingModifier: 1.5,
              maxRetryCount: 3,
              retryDelaySeconds: 600,
              liveVoiceReactionType: 'TransferToFlow',
              liveVoiceFlow: 'Main IVR',
              answeringMachineReactionType: 'TransferToFlow',
              answeringMachineFlow: 'After hours',
            },
            message: {
              ...alerting,
              enableInactivityTimeout: true,
              inactivityTimeoutSettings: {
                timeoutSeconds: 900,
                actionType: 'SEND_TO_ARCHITECT_FLOW',
                flowId: 'Case follow-up',
              },
              subTypeSettings: { webmessaging: { enableAutoAnswer: true, enableInactivityTimeout: false } },
            },
          },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          acwSettings: { wrapupPrompt: 'OPTIONAL' },
          whisperPrompt: null,
          defaultScripts: { CALL: null },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          routingRules: [
            { operator: 'MEETS_THRESHOLD', threshold: 80, waitSeconds: 10 },
            { operator: 'ANY', threshold: 0, waitSeconds: 20 },
          ],
          directRouting: {
            agentWaitSeconds: 30,
            waitForAgent: true,
            backupQueueId: 'General Overflow',
            callMediaSettings: direct,
            emailMediaSettings: direct,
            messageMediaSettings: direct,
          },
          cannedResponseLibraries: {
            mode: 'SelectedOnly',
            libraryIds: { add: ['Cards answers', 'Letters'] },
          },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          directRouting: { backupQueueId: name },
          cannedResponseLibraries: { libraryIds: { remove: ['Letters'] } },
          routingRules: null,
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          memberGroups: {
            add: [
              { routing_skill_group: 'Card specialists' },
              { group: 'Fraud analysts' },
              { team: 'Cards North' },
            ],
          },
          conditionalGroupRouting: {
            rules: {
              exactly: [
                { ...waits, groups: [{ group: 'Overflow volunteers' }] },
                {
                  ...waits,
                  queue: 'General Overflow',
                  groups: [{ routing_skill_group: 'Fraud specialists' }],
                },
              ],
            },
          },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          memberGroups: { exactly: [{ group: 'Fraud analysts' }] },
          conditionalGroupRouting: {
            rules: {
              add: [
                { ...waits, metric: 'ServiceLevel', queue: 'Complaints', groups: [{ team: 'Cards South' }] },
              ],
              change: [
                {
                  where: { queue: 'General Overflow' },
                  set: { waitSeconds: 60, groups: [{ team: 'Cards North' }] },
                },
              ],
            },
          },
        },
      },
    ],
    [
      {
        type,
        name,
        set: { conditionalGroupRouting: { rules: { remove: [{ where: { queue: 'Complaints' } }] } } },
      },
    ],
    [
      {
        type,
        name,
        set: {
          conditionalGroupRouting: null,
          conditionalGroupActivation: {
            pilotRule: {
              conditionExpression: 'C1',
              conditions: [
                {
                  operator: 'GreaterThan',
                  value: 60,
                  simpleMetric: { metric: 'EstimatedWaitTime', queue: name },
                },
              ],
            },
            rules: {
              exactly: [
                {
                  conditionExpression: 'C1',
                  conditions: [
                    {
                      operator: 'LessThan',
                      value: 5,
                      simpleMetric: { metric: 'IdleAgentCount', queue: 'Complaints' },
                    },
                  ],
                  groups: [{ group: 'Night shift' }],
                },
              ],
            },
          },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          conditionalGroupActivation: null,
          bullseye: {
            rings: [
              {
                expansionCriteria: [{ type: 'TIMEOUT_SECONDS', threshold: 20 }],
                actions: { skillsToRemove: ['Spanish', 'Cards'] },
                memberGroups: [{ group: 'Night shift' }],
              },
              {
                expansionCriteria: [{ type: 'TIMEOUT_SECONDS', threshold: 30.5 }],
                memberGroups: [{ team: 'Cards South' }],
              },
              {
                expansionCriteria: [{ type: 'TIMEOUT_SECONDS', threshold: 40 }],
                actions: { skillsToRemove: [] },
              },
            ],
          },
          members: { add: { 'ada.lovelace@harbour.example': { ringNumber: 3 } } },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          members: {
            add: ['grace.hopper@harbour.example', 'bob.noyce@harbour.example'],
            change: { 'ada.lovelace@harbour.example': { ringNumber: 1 } },
          },
          wrapupCodes: { add: ['Misc', 'Test call'] },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          bullseye: null,
          members: { remove: ['ada.lovelace@harbour.example'] },
          wrapupCodes: { exactly: ['Misc', 'Silent call'] },
        },
      },
    ],
    [{ type, name, set: { members: { exactly: { 'eve.harris@harbour.example': { ringNumber: 2 } } } } }],
    [
      { type: 'routing_email_domain', name: 'help.harbour.example' },
      {
        type: 'routing_email_route',
        in: 'help.harbour.example',
        name: 'disputes',
        set: { fromName: 'Harbour Disputes', fromEmail: 'disputes@help.harbour.example', queue: name },
      },
      {
        type,
        name,
        set: {
          outboundEmailAddress: address,
          mediaSettings: { email: { allOutboundEmailAddresses: { add: [address] } } },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          outboundEmailAddress: null,
          mediaSettings: {
            email: { allOutboundEmailAddresses: { remove: [{ where: { domain: address.domain } }] } },
            callback: { site: 'Sydney', edgeGroup: 'Head office edges' },
          },
        },
      },
    ],
    [{ type, name: 'Card disputes team', was: name, set: { description: null } }],
    [
      { type: 'routing_email_route', in: 'help.harbour.example', name: 'disputes', action: 'delete' },
      { type, name: 'Card disputes team', action: 'delete' },
    ],
  ],
} satisfies States;
