/** Flows with what they report on, prompts, scripts and response libraries of Harbour Bank as tables. */

/** Flow, type, division, published version, date of it, who published it. */
export const FLOW_ROWS: readonly (readonly [string, string, string, number, string, string])[] = [
  ['Main IVR', 'INBOUNDCALL', 'Home', 41, '2026-10-20', 'm.lee'],
  ['SimpleFinancialIvr', 'INBOUNDCALL', 'Home', 2, '2026-05-11', 'j.doe'],
  ['Cards IVR', 'INBOUNDCALL', 'Cards', 17, '2026-09-30', 'm.lee'],
  ['Private Clients IVR', 'INBOUNDCALL', 'Private Clients', 9, '2026-08-14', 'lin.zhao'],
  ['After hours', 'INBOUNDCALL', 'Home', 12, '2026-02-02', 'j.doe'],
  ['Emergency closure', 'INBOUNDCALL', 'Home', 3, '2025-12-19', 'm.lee'],
  ['Lost card hotline', 'INBOUNDCALL', 'Cards', 22, '2026-10-02', 'omar.said'],
  ['Public holidays', 'INBOUNDCALL', 'Home', 5, '2026-01-05', 'm.lee'],
  ['Cards after hours', 'INBOUNDCALL', 'Cards', 4, '2026-04-17', 'omar.said'],
  ['Cards in-queue', 'INQUEUECALL', 'Cards', 8, '2026-10-12', 'm.lee'],
  ['Cards in-queue FR', 'INQUEUECALL', 'Cards', 4, '2026-10-12', 'm.lee'],
  ['General in-queue', 'INQUEUECALL', 'Home', 15, '2026-07-01', 'j.doe'],
  ['Private in-queue', 'INQUEUECALL', 'Private Clients', 6, '2026-06-21', 'lin.zhao'],
  ['Callback offer', 'INQUEUECALL', 'Home', 11, '2026-04-09', 'm.lee'],
  ['E-mail in-queue', 'INQUEUEEMAIL', 'Home', 5, '2026-01-15', 'rosa.diaz'],
  ['E-mail triage', 'INBOUNDEMAIL', 'Home', 19, '2026-09-05', 'rosa.diaz'],
  ['Cards e-mail', 'INBOUNDEMAIL', 'Cards', 7, '2026-03-28', 'rosa.diaz'],
  ['Web messages', 'INBOUNDSHORTMESSAGE', 'Home', 26, '2026-10-18', 'tom.okafor'],
  ['Message in-queue', 'INQUEUESHORTMESSAGE', 'Home', 4, '2026-03-03', 'tom.okafor'],
  ['Website chat', 'INBOUNDCHAT', 'Home', 13, '2025-11-11', 'tom.okafor'],
  ['Reminder calls', 'OUTBOUNDCALL', 'Home', 5, '2026-05-30', 'j.doe'],
  ['Identify customer', 'COMMONMODULE', 'Home', 18, '2026-10-01', 'm.lee'],
  ['Opening hours', 'COMMONMODULE', 'Home', 9, '2026-06-06', 'm.lee'],
  ['Card payment', 'SECURECALL', 'Cards', 6, '2026-04-22', 'omar.said'],
  ['PIN entry', 'SECURECALL', 'Cards', 3, '2025-10-10', 'omar.said'],
  ['Post-call survey', 'SURVEYINVITE', 'Home', 2, '2025-09-09', 'rosa.diaz'],
  ['Voice survey', 'VOICESURVEY', 'Home', 2, '2025-09-09', 'rosa.diaz'],
  ['Voicemail', 'VOICEMAIL', 'Home', 4, '2025-08-08', 'j.doe'],
  ['Missed call alert', 'WORKFLOW', 'Home', 7, '2026-09-19', 'm.lee'],
  ['Case follow-up', 'WORKFLOW', 'Home', 3, '2026-02-27', 'm.lee'],
  ['Balance bot', 'BOT', 'Home', 10, '2026-08-31', 'tom.okafor'],
  ['Help bot', 'DIGITALBOT', 'Home', 14, '2026-10-17', 'tom.okafor'],
];

export const PROMPT_ROWS: readonly (readonly [string, string])[] = [
  ['Cards_Whisper', 'Said to the agent before a cards call'],
  ['Private_Whisper', 'Said to the agent before a private client'],
  ['Fraud_Whisper', 'Said to the agent before a fraud call'],
  ['Welcome', 'First words of the main number'],
  ['Welcome_FR', 'First words in French'],
  ['Hold_Music', 'Harbour theme, three minutes'],
  ['Hold_Private', 'Piano, four minutes'],
  ['Queue_Position', 'Your place in the queue'],
  ['Queue_Long', 'More than ten minutes'],
  ['Callback_Offer', 'We can call you back'],
  ['Closed_Today', 'Public holiday'],
  ['Closed_Night', 'Outside hours'],
  ['Recording_Notice', 'This call is recorded'],
  ['Lost_Card', 'Have your account number at hand'],
  ['Goodbye', 'Last words'],
];

/** Prompt, language, the name of its audio file; null where nobody has said it. */
export const PROMPT_AUDIO_ROWS: readonly (readonly [string, string, string | null])[] = [
  ['Welcome', 'en-us', 'welcome.wav'],
  ['Welcome_FR', 'fr-fr', 'bienvenue.wav'],
  ['Hold_Music', 'en-us', null],
  ['Recording_Notice', 'en-us', 'recording notice (2).wav'],
];

/** Prompt, language, what is spoken. */
export const PROMPT_TEXT_ROWS: readonly (readonly [string, string, string])[] = [
  ['Closed_Today', 'en-us', 'Harbour Bank is closed today.'],
  ['Closed_Today', 'fr-fr', 'La banque est fermée aujourd’hui.'],
  ['Callback_Offer', 'en-us', 'We can call you back.'],
  ['Goodbye', 'en-us', 'Thank you for calling. Goodbye.'],
];

/** Script, id (null follows from the name), division, published. The default scripts have one id in every org. */
export const SCRIPT_ROWS: readonly (readonly [string, string | null, string, boolean])[] = [
  ['Default Outbound Script', '476c2b71-7429-11e4-9a5b-3f91746bffa3', 'Home', true],
  ['Default Callback Script', 'ffde0662-8395-9b04-7dcb-b90172109065', 'Home', true],
  ['Default Inbound Script', '766f1221-047a-11e5-bba2-db8c0964d007', 'Home', true],
  ['Cards greeting', null, 'Cards', true],
  ['Lost card', null, 'Cards', true],
  ['Dispute intake', null, 'Cards', false],
  ['Private client greeting', null, 'Private Clients', true],
  ['Everyday greeting', null, 'Home', true],
  ['Complaint intake', null, 'Home', true],
  ['Loan interview', null, 'Home', false],
];

/** What is exported of a script, in small. */
export function scriptOf(name: string, organization = '7c1d3f52-9b0e-4a6d-8f21-3e5a9c40b7d6'): string {
  return JSON.stringify({ name, organizationId: organization, pages: [{ name: 'Start' }] });
}

export const LIBRARY_ROWS: readonly (readonly [string, string])[] = [
  ['Everyday answers', 'Home'],
  ['Cards answers', 'Cards'],
  ['Private client answers', 'Private Clients'],
  ['Letters', 'Home'],
];

/** Flow, how much is noted of its runs. */
export const LOG_LEVEL_ROWS: readonly (readonly [string, string])[] = [
  ['Cards IVR', 'Notes'],
  ['E-mail triage', 'Base'],
];

/** Milestone, division. */
export const MILESTONE_ROWS: readonly (readonly [string, string])[] = [
  ['Customer identified', 'Home'],
  ['Card number entered', 'Cards'],
  ['Balance told', 'Home'],
];

/** Outcome, description, division. */
export const OUTCOME_ROWS: readonly (readonly [string, string, string])[] = [
  ['Balance told', 'Heard the balance and hung up', 'Home'],
  ['Card blocked', 'Blocked a card without an agent', 'Cards'],
  ['Callback agreed', '', 'Home'],
];
