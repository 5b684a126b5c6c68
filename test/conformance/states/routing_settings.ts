import type { States } from '../conform.ts';

const type = 'routing_settings';
const transcription = {
  transcription: 'EnabledQueueFlow',
  transcriptionConfidenceThreshold: 60,
  contentSearchEnabled: true,
  lowLatencyTranscriptionEnabled: true,
  pciDssRedactionEnabled: true,
  piiRedactionEnabled: true,
};

export default {
  type,
  states: [
    [
      {
        type,
        set: {
          resetAgentScoreOnPresenceChange: true,
          contactcenter: { removeSkillsFromBlindTransfer: true },
          transcription,
        },
      },
    ],
    [{ type, set: { transcription: { transcriptionConfidenceThreshold: 75, piiRedactionEnabled: false } } }],
    [
      {
        type,
        set: {
          resetAgentScoreOnPresenceChange: false,
          contactcenter: { removeSkillsFromBlindTransfer: false },
          transcription: { transcription: 'Disabled' },
        },
      },
    ],
  ],
} satisfies States;
