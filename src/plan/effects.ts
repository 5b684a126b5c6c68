import { typeNamed } from '../catalog/index.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { overlaid, type Values } from './difference.ts';
import { type OperationKey, objectKey } from './intent.ts';
import type { Operation } from './plan.ts';

/** What a deployment did to one object, in all its operations on it together. */
export interface Effect {
  readonly key: OperationKey;
  readonly type: ResourceType;
  readonly name: string;
  readonly live: string;
  /** Undefined when a create was sent and nobody knows what became of it. */
  readonly id: string | undefined;
  /** Whether the object was deleted and made again since. [no] */
  readonly isMadeAgain?: boolean;
  /** Places as they were before; `""` is null where there was no object. */
  readonly before: Values;
  /** Places as the platform answered them; `""` is null where there is no object since. */
  readonly ours: Values;
  /** Files that it took away and keeps: digests, by the place that held them. [none] */
  readonly kept?: Readonly<Record<string, string>>;
  /** What it began to write into a draft, and is not known to have published. [nothing] */
  readonly begun?: Values;
}

/** What is recorded of one operation. */
interface Recorded {
  readonly operation: Operation;
  readonly id: string | undefined;
  readonly touched: boolean;
  readonly before: Values;
  readonly ours: Values;
  readonly kept?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly state: string; readonly asked: Values }[];
}

/** The effects of a deployment's operations that may have reached the org, one for each object, in order. */
export function effectsOf(records: readonly Recorded[]): Effect[] {
  const effects = new Map<OperationKey, Effect>();
  for (const { operation, id, touched, before, ours, kept, steps } of records) {
    const type = typeNamed(operation.type);
    const begun = operation.steps.flatMap(({ draft, does }, index) => {
      const { state = 'pending', asked = {} } = steps[index] ?? {};
      const isByDraft = draft || (type.versions && does === 'publish');
      return isByDraft && state !== 'pending' && state !== 'done' ? [asked] : [];
    });
    if (!touched && begun.length === 0) continue;
    const key = objectKey(operation.key);
    const earlier = effects.get(key);
    effects.set(key, {
      key,
      type,
      name: operation.name,
      live: operation.live,
      id: id ?? earlier?.id,
      before: together(touched ? before : {}, earlier?.before ?? {}),
      ours: together(earlier?.ours ?? {}, touched ? ours : {}),
      kept: { ...kept, ...earlier?.kept },
      begun: Object.assign({}, earlier?.begun, ...begun),
    });
  }
  return [...effects.values()];
}

/** Values of two operations on one object; a whole document takes the place of everything. */
function together(values: Values, over: Values): Values {
  if (Object.hasOwn(over, '')) return over;
  return values[''] === null ? values : overlaid(values, over);
}
