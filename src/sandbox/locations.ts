/** What is special about locations. Facts of the platform; source: CX as Code 1.84.1, location. */
import { isDeepStrictEqual } from 'node:util';
import { badField } from './errors.ts';
import { at, isObject, type Json, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';

/** What the server knows of a new location. The last is a field of an API newer than the contract. */
export const CREATED_LOCATION: JsonObject = {
  addressVerified: false,
  addressStored: false,
  'x-future': { timeZone: 'Australia/Sydney' },
};

/** A body in the document's own words. Notes cannot be emptied, except by a blank. */
export function acceptLocation(body: JsonObject): JsonObject {
  const { contactUser, notes, emergencyNumber, ...rest } = body;
  return {
    ...rest,
    ...(contactUser === undefined ? {} : { contactUser: contactUser ? { id: contactUser } : null }),
    ...(typeof notes !== 'string' || notes === '' ? {} : { notes: notes.trim() === '' ? null : notes }),
    ...(emergencyNumber === undefined ? {} : { emergencyNumber: dialled(emergencyNumber) }),
  };
}

function dialled(emergencyNumber: Json): Json {
  const number = textOf(at(emergencyNumber, 'number'));
  if (!isObject(emergencyNumber) || number === undefined) return emergencyNumber;
  return { ...emergencyNumber, e164: number.replaceAll(/[^+\d]/g, '') };
}

/** An address that does not change must not be sent while the location has an emergency number. */
export function checkLocation(next: JsonObject, previous: Document | undefined): void {
  const isSame = next.address !== undefined && isDeepStrictEqual(next.address, previous?.address);
  if (previous?.emergencyNumber !== undefined && isSame)
    throw badField('address', 'The address cannot be updated while an emergency number is assigned to it.');
}

/** The location with its contact as an address without a name. */
export function renderLocation(location: Document): Document {
  const { contactUser } = location;
  if (!isObject(contactUser)) return location;
  const { name: _, ...reference } = contactUser;
  return { ...location, contactUser: reference };
}
