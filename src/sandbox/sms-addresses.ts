/** What is special about addresses for text messages. Source: CX as Code 1.84.1, routing_sms_address. */
import type { Call } from './call.ts';
import { type JsonObject, textOf } from './json.ts';

/** What the server says of a new address. */
export const CREATED_SMS_ADDRESS: JsonObject = { validated: true };

/** A body in the document's own words. An empty name is none; the server may correct what it is sent. */
export function acceptSmsAddress(body: JsonObject, _previous: unknown, { org }: Call): JsonObject {
  const { autoCorrectAddress = true, name, ...rest } = body;
  const corrects = autoCorrectAddress === true && org.switches.smsAddresses === 'corrected';
  const written = corrects ? { ...rest, street: (textOf(rest.street) ?? '').toUpperCase() } : rest;
  return { ...written, ...(name === undefined || name === '' ? {} : { name }) };
}
