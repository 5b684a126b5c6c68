import type { ResourceType } from '../vocabulary.ts';

export const routingSettings = {
  type: 'routing_settings',
  noun: 'routing settings',
  calls: { read: 'getRoutingSettings', update: 'putRoutingSettings' },
  identity: '',
  singleton: true,
  sections: {
    contactcenter: { read: 'getRoutingSettingsContactcenter', update: 'patchRoutingSettingsContactcenter' },
    transcription: { read: 'getRoutingSettingsTranscription', update: 'putRoutingSettingsTranscription' },
  },
} satisfies ResourceType;
