import { isObject, type Json } from '../json/json.ts';
import { overlaid, said, type Values } from '../plan/difference.ts';
import { creatorOf } from '../plan/document.ts';
import type { OperationKey } from '../plan/intent.ts';
import type { Step } from '../plan/plan.ts';
import type { Remaining } from '../plan/remaining.ts';
import type { OpenStep } from '../plan/settle.ts';
import { type Deployment, type OperationRecord, valuesWithIds } from '../store/events.ts';

/** The touched places with what the calls of an operation that are done have made of them. */
export function reachedBy(record: OperationRecord, before: Values = record.before): Values {
  return record.steps.reduce<Values>(
    (values, { state, ours }) => (state === 'done' ? overlaid(values, ours ?? {}) : values),
    before,
  );
}

export function isFinished({ state }: OperationRecord): boolean {
  return state === 'done' || state === 'deviating';
}

/** The calls of which nobody knows what became of them, and when each was announced. */
export function openStepsOf(deployment: Deployment): (OpenStep & { readonly intendedAt: number })[] {
  const progress = new Progress(deployment);
  return deployment.operations.flatMap((record) => {
    const { operation } = record;
    return record.steps.flatMap(({ state, asked, intendedAt = 0, job }, index) => {
      const step = operation.steps[index];
      if (!step || (state !== 'open' && state !== 'unknown')) return [];
      const now = reachedBy(record, progress.before(record));
      const id = step.does === 'create' ? undefined : record.id;
      const parent = progress.parentIn(step);
      return [{ operation, index, step, id, parent, asked, now, intendedAt, job }];
    });
  });
}

/** What is still to be done. */
export function remainingOf(deployment: Deployment): Remaining[] {
  const progress = new Progress(deployment);
  return deployment.operations
    .filter((record) => !isFinished(record))
    .map((record) => {
      const { operation } = record;
      const left = operation.steps.filter((_, index) => record.steps[index]?.state !== 'done');
      const isCreate = left[0]?.does === 'create';
      return {
        operation,
        id: isCreate ? undefined : record.id,
        parent: left[0] && isCreate ? progress.parentIn(left[0]) : undefined,
        now: reachedBy(record, progress.before(record)),
        steps: left.map(({ does, asks }) => ({ does, asks: valuesWithIds(asks, progress.ids) })),
      };
    });
}

/** The IDs of what a deployment has created. */
export function madeBy({ operations }: Deployment): ReadonlySet<string> {
  return new Set(
    operations.flatMap(({ operation, id }) =>
      operation.action === 'create' && id !== undefined ? [id] : [],
    ),
  );
}

/** What the records of a deployment say of each other. */
class Progress {
  /** IDs of what was created, by the key of the operation that did. */
  readonly ids: ReadonlyMap<OperationKey, string>;
  readonly #records: ReadonlyMap<OperationKey, OperationRecord>;

  constructor({ operations }: Deployment) {
    this.#records = new Map(operations.map((record) => [record.operation.key, record]));
    this.ids = new Map(
      operations.flatMap(({ operation: { key }, id }) =>
        id === undefined ? [] : [[baseOf(key), id] as const],
      ),
    );
  }

  /** The touched places as they were: of what this deployment has created, as the platform filled them in. */
  before({ operation: { key }, before }: OperationRecord): Values {
    const base = this.#records.get(baseOf(key));
    if (baseOf(key) === key || !base || !isFinished(base)) return before;
    const created = reachedBy(base);
    return Object.fromEntries(Object.keys(before).map((path) => [path, said(created, path) ?? null]));
  }

  /** The ID of what a new object belongs to. */
  parentIn({ params }: Step): string | undefined {
    const [parent] = Object.values(params);
    return parent === undefined ? undefined : this.#idIn(parent);
  }

  #idIn(value: Json): string | undefined {
    const creator = creatorOf(isObject(value) ? value : null);
    return creator === undefined ? String(value) : this.ids.get(creator);
  }
}

/** The key of the operation that makes the object: references that must wait come in a second one. */
function baseOf(key: OperationKey): OperationKey {
  return key.replace(/#link$/, '');
}
