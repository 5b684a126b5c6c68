/** OAuth clients: their listing knows no pages, and only a create and a new secret answer the secret. */
import { randomBytes } from 'node:crypto';
import { type Answer, type Call, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { isObject } from '../json.ts';
import { OAUTH_CLIENTS } from '../paths.ts';
import { create, foundToChange, list, rendered } from './documents.ts';

const clients = collectionAt(OAUTH_CLIENTS);

/** Every client, in one answer. */
export function listClients(call: Call): Answer {
  return list({ ...call, query: new Map([['pageSize', [String(clients.maxPageSize)]]]) }, clients);
}

/** A new client with its secret. */
export function createClient(call: Call): Answer {
  const { body } = create(call, clients);
  return { body: isObject(body) ? { ...body, secret: newSecret() } : {} };
}

/** A new secret in the place of the one before. */
export function renewSecret(call: Call): Answer {
  const client = foundToChange(call, clients, param(call, 'clientId'));
  return { body: { ...rendered(call, clients, client), secret: newSecret() } };
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
