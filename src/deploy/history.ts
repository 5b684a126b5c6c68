import { typeNamed } from '../catalog/index.ts';
import { changesetName, type Environment } from '../environment/environment.ts';
import { equal, type Json } from '../json/json.ts';
import type { Pointer } from '../json/pointer.ts';
import { said } from '../plan/difference.ts';
import type { Ledger, Published } from '../plan/identify.ts';
import { type OperationKey, operationKey } from '../plan/intent.ts';
import { successorOf } from '../plan/succession.ts';
import type { Deployment, OperationRecord } from '../store/events.ts';

/** Objects that the deployments to one environment knew, by the key that they had last. */
export function ledgerOf(deployments: readonly Deployment[], environment: Environment): Ledger {
  const ledger = new Map<OperationKey, { id: string; deployment: string }>();
  for (const deployment of deployments) {
    for (const record of deployment.operations.filter(isEffective)) {
      const { operation, id } = record;
      if (id === undefined) continue;
      for (const [key, known] of ledger) if (known.id === id) ledger.delete(key);
      const live = said(record.ours, typeNamed(operation.type).identity);
      if (record.ours[''] === null) continue;
      const name =
        typeof live === 'string' ? changesetName(environment, operation.type, live) : operation.name;
      ledger.set(operationKey(operation.type, name), { id, deployment: deployment.id });
    }
  }
  return ledger;
}

/** What objects show in the place of a file, by what it is a publication of. One that was made again is the same one. */
export function publishedIn(deployments: readonly Deployment[]): Published {
  const origins = new Map<string, string>();
  const succession = successionOf(deployments);
  const keyOf = (id: string, path: Pointer, shown: Json): string =>
    JSON.stringify([successorOf(id, succession) ?? id, path, shown]);
  for (const { operations } of deployments) {
    for (const { operation, id, steps, kept } of operations) {
      const paths = Object.keys(typeNamed(operation.type).files ?? {});
      if (id === undefined) continue;
      for (const path of paths) {
        const shown = said(operation.before, path);
        if (kept?.[path] !== undefined && shown !== undefined)
          origins.set(keyOf(id, path, shown), kept[path]);
      }
      for (const { state, asked, ours } of steps) {
        if (state !== 'done' || !ours) continue;
        for (const path of paths) {
          const [wanted, shown] = [said(asked, path), said(ours, path)];
          if (typeof wanted !== 'string' || typeof shown !== 'string') continue;
          origins.set(keyOf(id, path, shown), origins.get(keyOf(id, path, wanted)) ?? wanted);
        }
      }
    }
  }
  return (id, path, shown) => origins.get(keyOf(id, path, shown)) ?? shown;
}

/** From the IDs of deleted objects to those of the ones that were created again in their place. */
export function successionOf(deployments: readonly Deployment[]): Map<string, string> {
  return new Map(
    deployments.flatMap((deployment) =>
      deployment.operations.flatMap(({ operation, id }) =>
        operation.replaces !== undefined && id !== undefined ? [[operation.replaces, id] as const] : [],
      ),
    ),
  );
}

/** Until when objects were created again in the place of deleted ones; undefined where none was. */
export function lastSuccession(deployments: readonly Deployment[]): string | undefined {
  const last = deployments.findLast(({ operations }) =>
    operations.some(({ operation, id }) => operation.replaces !== undefined && id !== undefined),
  );
  return last && (last.endedAt ?? last.startedAt);
}

/** Finds the deployment, of those after a given one, that left a place of an object with a value. */
export function authorIn(
  later: readonly Deployment[],
): (id: string, path: Pointer, value: Json) => string | undefined {
  return (id, path, value) =>
    later.findLast((deployment) =>
      deployment.operations.some(
        (record) => record.id === id && isEffective(record) && equal(said(record.ours, path), value),
      ),
    )?.id;
}

function isEffective(record: OperationRecord): boolean {
  return record.touched && record.state !== 'skipped' && record.state !== 'pending';
}
