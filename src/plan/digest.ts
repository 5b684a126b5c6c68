import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Changeset } from '../changeset/changeset.ts';
import type { Contents } from '../changeset/files.ts';
import type { Environment, Receiver } from '../environment/environment.ts';
import { type Json, type JsonObject, objectOf } from '../json/json.ts';
import { jsonOf } from '../yaml/node.ts';
import { operationKey } from './intent.ts';
import type { Plan } from './plan.ts';

/** SHA-256 over RFC 8785 JSON, as `sha256:<hex>`: the same for the same content, however it is written down. */
export function digestOf(value: Json): string {
  return `sha256:${createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex')}`;
}

/** SHA-256 of a file's bytes, written as `digestOf` writes its digests. */
export function digestOfBytes(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/**
 * Everything in the changeset that has an effect, before substitution and with defaults filled in; not its name,
 * description, owner, ticket or reasons, and not the order of its entries. The same in every environment. The bytes of
 * the files that it names belong to it.
 */
export function artifactDigest(changeset: Changeset, contents: Contents = new Map()): string {
  const entries = changeset.entries.map((entry) => ({
    type: entry.type,
    name: entry.name,
    ...(entry.in ? { in: entry.in.name } : {}),
    action: entry.action,
    was: entry.was.map((old) => old.name),
    set: jsonOf(entry.set),
    only: entry.only ? [...entry.only] : null,
    force: entry.force,
  }));
  const key = (entry: { type: string; name: string; in?: string }): string =>
    operationKey(entry.type, entry.name, entry.in);
  const sorted = entries.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  if (contents.size === 0) return digestOf(sorted);
  const files = [...contents].map(([written, { digest }]) => [written, digest] as const);
  return digestOf({ entries: sorted, files: objectOf(files) });
}

/** What an environment brings to a plan: the org, its names and IDs, its variables, who is given secrets; no credentials. */
export function environmentDigest(environment: Environment): string {
  const record = <T>(map: ReadonlyMap<string, T>, read: (value: T) => Json): JsonObject =>
    objectOf([...map].map(([key, value]) => [key, read(value)]));
  const { handOver } = environment;
  const receivers = (named: ReadonlyMap<string, Receiver>): Json =>
    record(named, (to) => ('file' in to ? { file: to.file } : { command: to.command }));
  return digestOf({
    ...(handOver && handOver.size > 0 ? { handOver: record(handOver, receivers) } : {}),
    organizationId: environment.organizationId ?? null,
    names: record(environment.names, (table) => objectOf(table)),
    absent: record(environment.absent, (names) => [...names].sort()),
    ids: record(environment.ids, (ids) => objectOf(ids)),
    variables: objectOf(environment.variables),
  });
}

/** What was read and what will be done; no times, no estimates, no words for people. */
export function planDigest(
  plan: Pick<Plan, 'organization' | 'artifact' | 'environmentDigest' | 'saw' | 'operations'>,
): string {
  const operations = plan.operations.map(({ key, action, id, before, after }) => ({
    key,
    action,
    id: id ?? null,
    before,
    after,
  }));
  return digestOf({
    organization: plan.organization.id,
    artifact: plan.artifact,
    environment: plan.environmentDigest,
    saw: {
      names: plan.saw.names.map((seen) => ({ ...seen })),
      objects: plan.saw.objects.map((seen) => ({ ...seen })),
    },
    operations: operations.sort((a, b) => (a.key < b.key ? -1 : 1)),
  });
}
