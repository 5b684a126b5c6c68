/** The data actions that fetch tokens for integrations. Source: CX as Code 1.84.1, integration_custom_auth_action. */
import { textOf } from './json.ts';
import type { Document } from './model.ts';

/** What the platform makes for an integration whose credential is of the user-defined OAuth type. */
export function authActionOf({ id, name }: Document): Document {
  return {
    id: `customAuth_-_${id}`,
    name: `${textOf(name) ?? ''} Auth`,
    category: textOf(name) ?? '',
    integrationId: id,
    secure: true,
    version: 1,
    config: {
      request: { requestUrlTemplate: '', requestType: 'POST', requestTemplate: '', headers: {} },
      response: { successTemplate: '${rawResult}', translationMap: {}, translationMapDefaults: {} },
    },
    contract: { input: { inputSchema: {} }, output: { successSchema: {} } },
  };
}
