import type { ResourceType } from '../vocabulary.ts';

/** What it holds is taken and never answered: by create, update, read and listing alike (SDK 262, CredentialInfo). */
export const integrationCredential = {
  type: 'integration_credential',
  noun: 'integration credential',
  calls: {
    list: 'getIntegrationsCredentialsListing',
    read: 'getIntegrationsCredential',
    create: 'postIntegrationsCredentials',
    update: 'putIntegrationsCredential',
    remove: 'deleteIntegrationsCredential',
  },
  identity: '/name',
  // The largest page that CX as Code 1.84.1 asks for (2026-07).
  list: { pages: 'cursor', size: 200 },
  writeOnly: ['/credentialFields'],
  // Nothing is known of a credential that became one of another type.
  createOnly: ['/type'],
  managed: ['/createdDate', '/modifiedDate'],
  remove: {
    unseen: ['integrations'],
    losses: ['what it holds cannot be read back: a rollback needs its secrets'],
  },
} satisfies ResourceType;
