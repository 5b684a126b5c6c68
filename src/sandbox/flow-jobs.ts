/** Jobs that publish flows, and the versions that come of them. */
import { createHash, randomUUID } from 'node:crypto';
import { type ReadFlow, readFlow } from './flow-yaml.ts';
import { arrayOf, isObject, type Json, type JsonObject, textOf } from './json.ts';
import type { Client, Document } from './model.ts';
import type { Org } from './org.ts';
import { FLOW_JOBS, FLOWS } from './paths.ts';
import { holds } from './permissions.ts';
import { lives } from './references.ts';

/** How a job ends that has its file. */
type Outcome = { readonly flow: string } | { readonly messages: readonly string[] };

/** A version that was published: what it was made of, and what it uses. */
export interface FlowVersion {
  readonly id: string;
  readonly datePublished: string;
  /** A digest of what it does; empty for a version that was there from the start. */
  readonly configuration: string;
  readonly uses: readonly { readonly path: string; readonly id: string }[];
  readonly by: string;
  /** What the file says of the flow besides: its division, its description. */
  readonly said: JsonObject;
}

/** Registers a job and answers where its file goes. */
export function register(org: Org, client: Client): JsonObject {
  const id = randomUUID();
  // How many looks find it at work; it has no outcome as long as no file has come.
  org.put(FLOW_JOBS, { id, looks: org.switches.flowJobLooks });
  const { address, headers } = org.storage.sign('flows', 'application/octet-stream', (bytes) => {
    const job = org.get(FLOW_JOBS, id);
    // What has its file does not take another one.
    if (job && !job.outcome)
      org.put(FLOW_JOBS, { ...job, outcome: asJson(publish(org, client, bytes.toString())) });
  });
  return { id, presignedUrl: address, headers, selfUri: `${FLOW_JOBS}/${id}` };
}

/** A job as the API answers it. */
export function rendered(org: Org, job: Document, withMessages: boolean): JsonObject {
  const { id, outcome, looks } = job;
  const own = { id, selfUri: `${FLOW_JOBS}/${id}` };
  if (!isObject(outcome)) return { ...own, status: 'Registered' };
  const command = { command: 'Publish' };
  if (typeof looks === 'number' && looks > 0) {
    org.put(FLOW_JOBS, { ...job, looks: looks - 1 });
    return { ...own, ...command, status: 'Started' };
  }
  if (outcome.flow !== undefined) {
    const flow = org.switches.flowJobFlow === 'named' ? { flow: { id: outcome.flow } } : {};
    return { ...own, ...command, ...flow, status: 'Success', ...(withMessages ? { messages: [] } : {}) };
  }
  const said = org.switches.flowJobMessages === 'kept' ? arrayOf(outcome.messages) : [];
  const messages = said.map(
    (text): Json => ({ type: 'Error', text, dateTime: new Date(org.now()).toISOString() }),
  );
  return { ...own, ...command, status: 'Failure', ...(withMessages ? { messages } : {}) };
}

function asJson(outcome: Outcome): JsonObject {
  return 'flow' in outcome ? { flow: outcome.flow } : { messages: [...outcome.messages] };
}

function publish(org: Org, client: Client, text: string): Outcome {
  const read = readFlow(text, org);
  if (!('uses' in read)) return { messages: read };
  const present = org
    .all(FLOWS)
    .find((flow) => lives(flow) && flow.name === read.name && flow.type === read.type);
  const permission = present ? 'architect:flow:edit' : 'architect:flow:add';
  if (!holds(client, permission, read.division)) {
    return { messages: [`the '${permission}' permission is required`, 'setting the Archy exit code to 99'] };
  }
  if (present && lockOf(present) !== undefined) {
    return { messages: [`the flow is locked by '${lockOf(present)}'`, 'setting the Archy exit code to 100'] };
  }
  const configuration = createHash('sha256').update(read.content).digest('hex');
  const flow = present ?? fresh(read);
  const next: FlowVersion = {
    id: `${Math.max(0, ...versionsOf(flow).map(({ id }) => Number.parseInt(id, 10))) + 1}.0`,
    datePublished: dateAfter(org, flow),
    configuration,
    uses: [...read.uses],
    by: client.id,
    said: described(read),
  };
  org.put(FLOWS, withVersion(flow, next, [...versionsOf(flow), next]));
  return { flow: flow.id };
}

function fresh({ type, name }: ReadFlow): Document {
  return { id: randomUUID(), name, type, active: true, system: false, deleted: false };
}

function described({ description, division }: ReadFlow): JsonObject {
  return { ...(description === undefined ? {} : { description }), division: { id: division } };
}

/** No two versions are published in the same moment. */
function dateAfter(org: Org, flow: Document): string {
  const last = Math.max(0, ...versionsOf(flow).map(({ datePublished }) => Date.parse(datePublished)));
  return new Date(Math.max(org.now(), last + 1)).toISOString();
}

/** Publishes an earlier version, and answers the operation that does it. */
export function publishAgain(org: Org, client: Client, flow: Document, version: string): JsonObject {
  const id = randomUUID();
  const versions = versionsOf(flow);
  const known = versions.find((one) => one.id === version);
  const status = known ? 'SUCCESS' : 'FAILURE';
  const error = known
    ? {}
    : {
        errorCode: 'ARCHITECT_EXTERNAL_PUBLISH_ERROR',
        errorMessage: `There is no version ${version} of this flow.`,
      };
  const operation = { id, actionName: 'PUBLISH', complete: true, actionStatus: status, ...error };
  const isNew = org.switches.republishedVersion === 'newNumber';
  const number = Math.max(...versions.map((one) => Number.parseInt(one.id, 10))) + 1;
  const again = known && {
    ...known,
    ...(isNew ? { id: `${number}.0` } : {}),
    datePublished: dateAfter(org, flow),
    by: client.id,
  };
  const kept = again ? [...versions.filter((one) => one.id !== again.id), again] : versions;
  org.put(FLOWS, { ...(again ? withVersion(flow, again, kept) : flow), currentOperation: operation });
  org.flowOperations.set(flow.id, 1);
  return { id, actionName: 'PUBLISH', complete: false, actionStatus: 'STARTED' };
}

function withVersion(flow: Document, version: FlowVersion, versions: readonly FlowVersion[]): Document {
  const { id, datePublished, configuration, uses, by, said } = version;
  const publishedVersion = { id, type: 'PUBLISH', datePublished, createdByClient: { id: by } };
  const { publishedBy: _, configuration: __, description: ___, ...rest } = flow;
  const all = versions.map((one): Json => ({ ...one, uses: one.uses.map((use) => ({ ...use })) }));
  return {
    ...rest,
    ...said,
    id: flow.id,
    publishedVersion,
    checkedInVersion: publishedVersion,
    // Of a version that was there from the start nobody knows the file.
    ...(configuration === '' ? {} : { configuration }),
    uses: uses.map((use) => ({ ...use })),
    versions: all,
  };
}

/** Every version of a flow; of one that was there from the start the one that is published. */
export function versionsOf(flow: Document): FlowVersion[] {
  if (Array.isArray(flow.versions))
    return flow.versions.flatMap((one) => (isObject(one) ? [versionIn(one)] : []));
  const { publishedVersion, configuration, uses } = flow;
  if (!isObject(publishedVersion)) return [];
  const { description, division } = flow;
  const said = { ...(description === undefined ? {} : { description }), ...(division ? { division } : {}) };
  return [versionIn({ ...publishedVersion, configuration: configuration ?? '', uses: uses ?? [], said })];
}

function versionIn(version: JsonObject): FlowVersion {
  const uses = Array.isArray(version.uses) ? version.uses : [];
  return {
    id: textOf(version.id) ?? '',
    datePublished: textOf(version.datePublished) ?? '',
    configuration: textOf(version.configuration) ?? '',
    uses: uses.flatMap((use) =>
      isObject(use) ? [{ path: textOf(use.path) ?? '', id: textOf(use.id) ?? '' }] : [],
    ),
    by: textOf(version.by) ?? '',
    said: isObject(version.said) ? version.said : {},
  };
}

/** Who works on a flow. */
export function lockOf(flow: Document): string | undefined {
  const by = isObject(flow.lockedUser) ? flow.lockedUser : flow.lockedClient;
  return isObject(by) ? (textOf(by.name) ?? textOf(by.id)) : undefined;
}
