import { get, isArray, isObject, type JsonObject } from '../json/json.ts';
import {
  type Consumer,
  type Consumers,
  type Facts,
  idOfObject,
  type Question,
  questionKey,
} from '../plan/facts.ts';
import { isMissing, PlatformError } from './errors.ts';
import { everyItem } from './listing.ts';
import type { Session } from './session.ts';

type ConsumerQuestion = Extract<Question, { ask: 'consumers' }>;

/** What is known of the index itself. */
interface Index {
  readonly isComplete: boolean;
  /** Objects that it may know nothing of. */
  readonly failed: ReadonlySet<string>;
}

/** Asks the platform's index which flows use objects: whether it can be trusted once, and then each object. */
export async function askConsumers(
  session: Session,
  questions: readonly ConsumerQuestion[],
  facts: Facts,
): Promise<void> {
  const index = await indexOf(session).catch((error: unknown) => {
    if (error instanceof PlatformError && error.status === 403) return undefined;
    throw error;
  });
  await Promise.all(
    questions.map(async (question) => {
      facts.consumers.set(
        questionKey(question),
        index ? await consumersOf(session, index, question) : 'hidden',
      );
    }),
  );
}

async function indexOf(session: Session): Promise<Index> {
  const body = await session.call({ op: 'getArchitectDependencytrackingBuild' });
  const status = isObject(body) ? get(body, 'status') : undefined;
  const failed = isObject(body) ? get(body, 'failedObjects') : undefined;
  return {
    isComplete: status === 'OPERATIONAL',
    failed: new Set((isArray(failed) ? failed : []).filter(isObject).map(idOfObject)),
  };
}

/**
 * One call, where no version of any flow uses the object; otherwise two more say whether the published ones do, or those
 * that are checked in. What only older versions use does not count.
 */
async function consumersOf(
  session: Session,
  index: Index,
  { kind, id }: ConsumerQuestion,
): Promise<Consumers> {
  let isPartial = false;
  const heard = (status: number): void => {
    isPartial ||= status === 206;
  };
  const ask = async (filter: JsonObject): Promise<JsonObject[]> => {
    const query = { pageSize: 100, id, objectType: kind, ...filter };
    const op = 'getArchitectDependencytrackingConsumingresources';
    const items = await everyItem(session, { op, query, pages: 'numbered', heard }).catch(
      (error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      },
    );
    isPartial ||= items.some((item) => get(item, 'stateUnknown') === true);
    // Others are found by what they say of themselves.
    return items.filter((item) => consumerIn(item, false).kind.endsWith('FLOW'));
  };
  const flows = new Map<string, Consumer>();
  const all = await ask({});
  for (const flowFilter of all.length === 0 ? [] : ['published', 'checkedIn']) {
    // Each reference and version has an entry of its own.
    for (const item of await ask({ flowFilter })) {
      const consumer = consumerIn(item, flowFilter === 'published');
      if (!flows.has(consumer.id)) flows.set(consumer.id, consumer);
    }
  }
  const isKnown = [id, ...flows.keys()].every((each) => !index.failed.has(each));
  return { flows: [...flows.values()], isComplete: index.isComplete && isKnown && !isPartial };
}

function consumerIn(item: JsonObject, isPublished: boolean): Consumer {
  const text = (field: string): string => {
    const value = get(item, field);
    return typeof value === 'string' ? value : '';
  };
  return {
    id: idOfObject(item),
    name: text('name'),
    kind: text('type'),
    version: text('version'),
    isPublished,
  };
}
