/**
 * The paths and methods that the sandbox answers. The generator takes from the contract what these need; the router
 * refuses to start when one of them has no handler.
 */
import { ARCHITECT } from './served/architect.ts';
import { AUTHORIZATION } from './served/authorization.ts';
import { CLIENT } from './served/client.ts';
import { CONTENT } from './served/content.ts';
import { DIRECTORY } from './served/directory.ts';
import { EMAIL } from './served/email.ts';
import { FLOW_PATHS } from './served/flows.ts';
import { HOURS } from './served/hours.ts';
import { INTEGRATIONS_SERVED } from './served/integrations.ts';
import { OAUTH } from './served/oauth.ts';
import { PROCESS_AUTOMATION } from './served/process-automation.ts';
import { ROUTING } from './served/routing.ts';
import { TABLES } from './served/tables.ts';
import { TELEPHONY } from './served/telephony.ts';
import { WEB } from './served/web.ts';

export const SERVED: Readonly<Record<string, string>> = {
  ...ARCHITECT,
  ...AUTHORIZATION,
  ...CLIENT,
  ...CONTENT,
  ...DIRECTORY,
  ...FLOW_PATHS,
  ...HOURS,
  ...EMAIL,
  ...INTEGRATIONS_SERVED,
  ...PROCESS_AUTOMATION,
  ...OAUTH,
  ...ROUTING,
  ...TABLES,
  ...TELEPHONY,
  ...WEB,
};
