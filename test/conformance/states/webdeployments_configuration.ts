import type { States } from '../conform.ts';

const type = 'webdeployments_configuration';
const name = 'Shop messenger';
const event = { selector: '#buy', eventName: 'buy_clicked' };

export default {
  type,
  states: [
    [{ type, name }],
    [
      {
        type,
        name,
        set: {
          description: 'For the shop',
          languages: { add: ['en-us', 'de'] },
          defaultLanguage: 'de',
          headlessMode: { enabled: true },
          customI18nLabels: [
            { language: 'de', localizedLabels: [{ key: 'MessengerHomeHeaderTitle', value: 'Hallo' }] },
          ],
          position: { alignment: 'Left', sideSpace: 10, bottomSpace: 20 },
          messenger: {
            enabled: true,
            sessionPersistenceType: 'DomainOrSubdomainOnly',
            styles: { primaryColor: '#aa3311' },
            homeScreen: { enabled: true, logoUrl: 'https://shop.example/logo.png' },
            launcherButton: {
              visibility: 'OnDemand',
              displayType: 'Icon',
              icon: { url: 'https://shop.example/icon.png' },
            },
            fileUpload: {
              enableAttachments: true,
              modes: [{ fileTypes: ['image/png'], maxFileSizeKB: 100 }],
            },
            apps: {
              conversations: {
                enabled: true,
                autoStart: { enabled: true },
                conversationClear: { enabled: true },
                conversationDisconnect: { enabled: true, type: 'ReadOnly' },
                humanize: {
                  enabled: true,
                  bot: { name: 'Otto', avatarUrl: 'https://shop.example/otto.png' },
                },
                markdown: { enabled: true },
                notifications: { enabled: true, notificationContentType: 'IncludeMessagesContent' },
                sessionDurationSeconds: 3600,
                showAgentTypingIndicator: true,
                showUserTypingIndicator: false,
              },
            },
          },
          cobrowse: {
            enabled: true,
            allowAgentControl: true,
            allowAgentNavigation: false,
            allowDraw: true,
            channels: { add: ['Webmessaging', 'Voice'] },
            maskSelectors: { add: ['.card input', '#pin'] },
            readonlySelectors: { add: ['.total'] },
            pauseCriteria: [{ urlFragment: '/checkout', condition: 'Includes' }],
          },
          video: {
            enabled: true,
            channels: { add: ['Voice'] },
            agent: {
              allowCamera: true,
              allowMicrophone: true,
              allowScreenShare: false,
              background: 'IMAGE',
              backgroundImage: { url: 'https://shop.example/wall.png' },
            },
            user: { allowCamera: true, allowMicrophone: true, allowScreenShare: true },
          },
          journeyEvents: {
            enabled: true,
            pageviewConfig: 'Auto',
            shouldKeepUrlFragment: true,
            excludedQueryParameters: { add: ['token'] },
            searchQueryParameters: { add: ['q'] },
            clickEvents: [event],
            inViewportEvents: [event],
            formsTrackEvents: [
              {
                selector: '#form',
                formName: 'order',
                captureDataOnFormAbandon: true,
                captureDataOnFormSubmit: false,
              },
            ],
            idleEvents: [{ eventName: 'idle', idleAfterSeconds: 90 }],
            scrollDepthEvents: [{ eventName: 'half', percentage: 50 }],
            trackingSettings: {
              shouldKeepUrlFragment: false,
              excludedQueryParameters: { add: ['sid'] },
              searchQueryParameters: { add: ['s'] },
              ipFilters: [{ ipAddress: '10.0.0.1', name: 'office' }],
            },
          },
        },
      },
    ],
    [
      {
        type,
        name: 'Shop',
        was: name,
        set: {
          description: null,
          languages: { remove: ['en-us'] },
          cobrowse: { maskSelectors: { exactly: ['#pin'] } },
          messenger: { styles: { primaryColor: '#000000' } },
        },
      },
    ],
    [{ type, name: 'Bank messenger', set: { messenger: { homeScreen: { enabled: false } } } }],
    [{ type, name: 'Shop', action: 'delete' }],
  ],
} satisfies States;
