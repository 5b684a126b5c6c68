/**
 * How many interactions an agent can handle at once: of the org, of single users, and by label. Source, unless said
 * otherwise: CX as Code 1.84.1, routing_utilization and routing_utilization_label.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Call, flag } from './call.ts';
import { badField, badRequest, conflict } from './errors.ts';
import { arrayOf, at, isObject, type Json, type JsonObject, textOf, withDefaults } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { LABELS, UTILIZATION } from './paths.ts';

/** The label that every org has; nobody can change or delete it. */
export const SYSTEM_LABEL = 'System Default Label';

/** A field of an API newer than the contract. */
export const CREATED_LABEL: JsonObject = { 'x-future': { shade: 'grey' } };

/** Where the one document of an org or a user stands in its collection. */
export const ONLY = 'utilization';

/** Where the utilization of users is kept. */
export const UTILIZATIONS = '/api/v2/routing/users/{}/utilization';

function media(maximumCapacity: number): JsonObject {
  return { maximumCapacity, interruptableMediaTypes: [], includeNonAcd: false };
}

const DEFAULTS: JsonObject = {
  call: media(1),
  callback: media(1),
  chat: media(4),
  email: media(1),
  message: media(4),
  workitem: media(10),
};

const LABEL_DEFAULT: JsonObject = { maximumCapacity: 5, interruptingLabelIds: [] };

/** Where the utilization of a user is kept. */
export function userUtilizationPath(userId: string): string {
  return UTILIZATIONS.replace('{}', userId);
}

/** Utilization as it is answered, with every label of the org, except what only an answer tells: their names. */
export function utilizationAt(org: Org, path: string): JsonObject {
  const document: Document = org.get(path, ONLY) ?? { id: ONLY };
  const { id: _, ...stored } = document;
  const labels = org.all(LABELS).map(({ id }): [string, JsonObject] => {
    const own = at(stored.labelUtilizations, id);
    return [id, isObject(own) ? own : structuredClone(LABEL_DEFAULT)];
  });
  const utilization = {
    ...structuredClone(DEFAULTS),
    ...(isObject(stored.utilization) ? stored.utilization : {}),
  };
  return { ...stored, utilization, labelUtilizations: Object.fromEntries(labels) };
}

/** What has to be kept of it: all that is not as it came. */
export function keptOf({ utilization, labelUtilizations, ...rest }: JsonObject): JsonObject {
  const own = (entries: Json | undefined, standard: (key: string) => Json | undefined): JsonObject =>
    Object.fromEntries(
      Object.entries(isObject(entries) ? entries : {}).filter(([key, value]) => {
        const usual = standard(key);
        const whole = isObject(value) && isObject(usual) ? withDefaults(value, usual) : value;
        return !isDeepStrictEqual(whole, usual);
      }),
    );
  return {
    ...rest,
    utilization: own(utilization, (key) => DEFAULTS[key]),
    labelUtilizations: own(labelUtilizations, () => LABEL_DEFAULT),
  };
}

/** With the names of the labels. */
export function named(org: Org, { labelUtilizations, ...rest }: JsonObject): JsonObject {
  const labels = Object.entries(isObject(labelUtilizations) ? labelUtilizations : {}).map(([id, label]) => [
    id,
    { ...(isObject(label) ? label : {}), labelName: org.get(LABELS, id)?.name ?? '' },
  ]);
  return { ...rest, labelUtilizations: Object.fromEntries(labels) };
}

/** Throws for labels and media that do not exist, and once for labels that were just made. */
export function checkUtilization(org: Org, { utilization, labelUtilizations }: JsonObject): void {
  const labels = Object.entries(isObject(labelUtilizations) ? labelUtilizations : {});
  const ids = labels.flatMap(([id, label]) => [id, ...idsIn(at(label, 'interruptingLabelIds'))]);
  for (const id of ids) {
    if (!org.get(LABELS, id)) throw badField('labelUtilizations', `There is no utilization label ${id}.`);
    if (org.unready.delete(`${LABELS}/${id}`))
      throw conflict(`The utilization label ${id} is not ready yet.`);
  }
  for (const [type, one] of Object.entries(isObject(utilization) ? utilization : {}))
    for (const name of [type, ...idsIn(at(one, 'interruptableMediaTypes'))])
      if (DEFAULTS[name] === undefined) throw badField('utilization', `There is no media type ${name}.`);
}

function idsIn(value: JsonObject[string] | undefined): string[] {
  return arrayOf(value).flatMap((id) => textOf(id) ?? []);
}

/** Throws for names with blanks around them, and for any change of the label that every org has. */
export function checkLabel(next: JsonObject, previous: Document | undefined): void {
  const name = textOf(next.name) ?? '';
  if (name !== name.trim()) throw badField('name', 'The name must not start or end with spaces.');
  if (previous?.name === SYSTEM_LABEL) throw badRequest(`The label '${SYSTEM_LABEL}' cannot be changed.`);
}

/** Throws for the label that every org has, and without force for one that utilizations set. */
export function guardLabel(label: Document, { org, query }: Call): void {
  if (label.name === SYSTEM_LABEL) throw badRequest(`The label '${SYSTEM_LABEL}' cannot be deleted.`);
  if (flag(query, 'forceDelete')) return;
  if (settings(org).some(({ document }) => sets(document, label.id)))
    throw conflict(`The label '${label.name}' is in use.`);
}

function settings(org: Org): { path: string; document: Document }[] {
  return [UTILIZATION, ...org.collectionsLike(UTILIZATIONS)].flatMap((path) => {
    const document = org.get(path, ONLY);
    return document ? [{ path, document }] : [];
  });
}

function sets({ labelUtilizations }: Document, id: string): boolean {
  const labels = isObject(labelUtilizations) ? labelUtilizations : {};
  return (
    labels[id] !== undefined ||
    Object.values(labels).some((label) => idsIn(at(label, 'interruptingLabelIds')).includes(id))
  );
}

/** Ids of the users whose own utilization sets a label. */
export function usersOfLabel(org: Org, id: string): string[] {
  const own = settings(org).filter(({ path, document }) => path !== UTILIZATION && sets(document, id));
  return own.map(({ path }) => path.split('/').at(-2) ?? '');
}

/** Takes a deleted label out of every utilization. */
export function dropLabel(org: Org, id: string): void {
  for (const { path, document } of settings(org)) {
    const { [id]: _, ...labels } = isObject(document.labelUtilizations) ? document.labelUtilizations : {};
    const rest = Object.entries(labels).map(([key, label]) => [
      key,
      {
        ...(isObject(label) ? label : {}),
        interruptingLabelIds: idsIn(at(label, 'interruptingLabelIds')).filter((one) => one !== id),
      },
    ]);
    if (sets(document, id)) org.put(path, { ...document, labelUtilizations: Object.fromEntries(rest) });
  }
}
