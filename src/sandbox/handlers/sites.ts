/** The number plans of a site, written as a whole list. Source: CX as Code 1.84.1, telephony_providers_edges_site. */
import { randomUUID } from 'node:crypto';
import { type Answer, type Call, first, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { badField, badRequest, notFound } from '../errors.ts';
import { arrayOf, type Json, type JsonObject, textOf } from '../json.ts';
import { MANAGED } from '../judge.ts';
import type { Document } from '../model.ts';
import { stamped } from '../org.ts';
import { SITES } from '../paths.ts';
import { classificationsOf, isDefaultPlan, MEDIA_REGIONS, plansPath, refuseManaged } from '../sites.ts';
import { objectBody } from './body.ts';
import { checkVersion, found, foundToChange, note } from './documents.ts';

const sites = collectionAt(SITES);

const MATCH_FIELDS: Readonly<Record<string, string | undefined>> = {
  digitLength: 'digitLength',
  e164NumberList: 'numbers',
  interCountryCode: undefined,
  intraCountryCode: undefined,
  numberList: 'numbers',
  regex: 'match',
};

/** The regions that media of a site can go through. */
export function readMediaRegions(): Answer {
  return { body: structuredClone(MEDIA_REGIONS) };
}

/** All plans, the first that fits a number counts. */
export function listNumberPlans(call: Call): Answer {
  const site = found(call, sites, param(call, 'siteId'));
  return { body: plansOf(call, site).map((plan) => rendered(site, plan)) };
}

function plansOf({ org }: Call, site: Document): Document[] {
  return org
    .all(plansPath(site.id))
    .sort((one, other) => Number(one.priority ?? 0) - Number(other.priority ?? 0));
}

function rendered(site: Document, plan: Document): Document {
  return { ...plan, selfUri: `${plansPath(site.id)}/${plan.id}` };
}

/** One plan of a site. */
export function readNumberPlan(call: Call): Answer {
  const site = found(call, sites, param(call, 'siteId'));
  const plan = call.org.get(plansPath(site.id), param(call, 'numberPlanId'));
  if (!plan) throw notFound();
  return { body: rendered(site, plan) };
}

/** The classifications of the plans, which outbound routes name. */
export function listClassifications(call: Call): Answer {
  const site = found(call, sites, param(call, 'siteId'));
  const part = first(call.query, 'classification')?.toLowerCase() ?? '';
  const all = classificationsOf(call.org, site.id);
  return { body: all.filter((one) => one.toLowerCase().includes(part)) };
}

/** Replaces all plans, in the order of their priority. A plan is the one of its id, else of its name. */
export function putNumberPlans(call: Call): Answer {
  const site = foundToChange(call, sites, param(call, 'siteId'));
  refuseManaged(site);
  const before = plansOf(call, site);
  if (!Array.isArray(call.body)) throw badRequest();
  const sent = call.body.map((element, index) => planFrom(call, site, before, element, index));
  const plans = [...sent, ...missingPlans(call, before, sent)];
  refuseRepeatedNames(plans);
  const path = plansPath(site.id);
  for (const { id } of before) if (!plans.some((plan) => plan.id === id)) call.org.remove(path, id);
  for (const [index, plan] of plans.entries()) call.org.put(path, { ...plan, priority: index + 1 });
  const names = (list: readonly Document[]): JsonObject => ({
    numberPlans: list.map(({ name }) => name ?? ''),
  });
  note(call, sites, site, { action: 'Update', before: names(before), after: names(plans) });
  return listNumberPlans(call);
}

function planFrom(
  call: Call,
  site: Document,
  before: readonly Document[],
  element: Json,
  index: number,
): Document {
  const id = textOf(fieldOf(element, 'id'));
  const name = textOf(fieldOf(element, 'name'));
  const known = before.find((plan) => (id === undefined ? plan.name === name : plan.id === id));
  if (id !== undefined && !known) throw badField(`[${index}].id`, `The site has no number plan ${id}.`);
  const one: Call = {
    ...call,
    body: element,
    operation: { ...call.operation, body: call.operation.body?.items ?? {} },
    violate: (kind, at, text) => call.violate(kind, `/${index}${at}`, text),
  };
  const seen = known && rendered(site, known);
  const { version, ...fields } = objectBody(one, {
    mode: known ? 'replace' : 'create',
    seen,
    managed: MANAGED,
  });
  if (known) checkVersion(call, known, version);
  checkPlan(fields, index);
  if (!known) return { ...fields, id: randomUUID(), version: 1, state: 'active' };
  const next = { ...fields, id: known.id, version: known.version ?? 1, state: 'active' };
  return stamped(next, call.org.now());
}

function fieldOf(element: Json, field: string): Json | undefined {
  return typeof element === 'object' && element !== null && !Array.isArray(element)
    ? element[field]
    : undefined;
}

function checkPlan(plan: JsonObject, index: number): void {
  const type = textOf(plan.matchType) ?? '';
  if (!Object.hasOwn(MATCH_FIELDS, type))
    throw badField(
      `[${index}].matchType`,
      `Value [${type}] is not valid for field type [MatchType].`,
      'invalid.value',
    );
  const needed = MATCH_FIELDS[type];
  const value = needed === undefined ? true : plan[needed];
  if (value === undefined || (Array.isArray(value) && arrayOf(value).length === 0))
    throw badField(`[${index}].${needed}`, `A number plan of type ${type} needs ${needed}.`);
}

/** The default plans that were left out: a mistake, or put back at the end. */
function missingPlans(call: Call, before: readonly Document[], sent: readonly Document[]): Document[] {
  const missing = before.filter(
    ({ name, id }) => isDefaultPlan(name) && !sent.some((plan) => plan.id === id),
  );
  if (missing[0] && call.org.switches.missingNumberPlan === 'refused')
    throw badRequest(`The default number plan ${missing[0].name} cannot be removed.`);
  return missing;
}

function refuseRepeatedNames(plans: readonly Document[]): void {
  const names = plans.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw badField('name', `A number plan with the name '${repeated}' already exists.`);
}
