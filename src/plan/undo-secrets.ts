import type { Diagnostic } from '../diagnostics.ts';
import { equal, get, isObject, type Json, type JsonObject } from '../json/json.ts';
import { type Pointer, withValueAt } from '../json/pointer.ts';
import { overlaid, type Values } from './difference.ts';
import type { Effect } from './effects.ts';
import {
  HIDDEN,
  hmacOf,
  marksIn,
  placeWords,
  type SecretFacts,
  secretNames,
  sentIn,
  withoutHidden,
} from './secrets.ts';

/** What a rollback can send again of what nobody can read: secrets, and what was not kept because one stood there. */
export class SentBefore {
  /** What is not put back, and what to do about it. */
  readonly warnings: Diagnostic[] = [];
  readonly #secrets: SecretFacts;

  constructor(secrets: SecretFacts) {
    this.#secrets = secrets;
  }

  /**
   * What was sent before to a place that is never answered, where that can be had again; undefined where it cannot.
   * A secret of the same name has its later value now, unless the HMAC says that it has the earlier one.
   */
  sentBefore(effect: Effect, id: string, path: Pointer): Json | undefined {
    const old = effect.before[path] ?? null;
    const sent = sentIn(old);
    if (sent === undefined) {
      this.#stays(effect, path, 'what was there before can never be read', []);
      return undefined;
    }
    const names = secretNames(sent);
    const before = isObject(old) ? get(old, 'hmac') : undefined;
    const now = hmacOf(id, path, sent, this.#secrets);
    const isKnown = names.every((name) => this.#secrets.values.has(name));
    const isOther = !equal(sent, sentIn(effect.ours[path]));
    const isEarlier = typeof before !== 'string' || now === undefined ? isOther : before === now;
    if (names.length === 0 || (isKnown && isEarlier)) return { $sent: sent };
    const reason = isKnown ? 'the secrets are not known to be what they were' : 'the secrets are not at hand';
    this.#stays(effect, path, reason, names);
    return undefined;
  }

  /** A value without what nobody has read of it. */
  plain(effect: Effect, path: Pointer, old: Json): Json | undefined {
    if (equal(old, HIDDEN)) {
      this.#stays(
        effect,
        path,
        'what was there before was not kept, because it stood in the place of a secret',
        [],
      );
      return undefined;
    }
    return isObject(old) ? this.sendable(effect, old, path) : old;
  }

  /** A document that can be sent: without values that were hidden, and with those that are never answered as they were sent. */
  sendable(effect: Effect, document: JsonObject, base: Pointer = ''): JsonObject {
    const { document: known, hidden } = withoutHidden(document);
    for (const path of hidden)
      this.#stays(effect, base + path, 'it was not kept, because a secret was there', []);
    const sent = [...marksIn({ '': known })].flatMap(([path, mark]) => {
      const value = sentIn(mark);
      return value === undefined ? [] : [[path, { $sent: value }] as const];
    });
    const result = sent.reduce<Json | undefined>(
      (rest, [path, mark]) => withValueAt(rest, path, mark),
      known,
    );
    return isObject(result) ? result : {};
  }

  #stays({ type, name }: Effect, path: Pointer, reason: string, names: readonly string[]): void {
    const next =
      names.length > 0
        ? `give ${names.join(' and ')} the earlier value, and roll back again`
        : 'write it in a changeset, if it is needed';
    this.warnings.push({
      severity: 'warning',
      code: 'rollback.secret',
      message: `${placeWords(path)} of the ${type.noun} "${name}" is not put back: ${reason}; ${next}`,
    });
  }
}

/**
 * What was sent to an object that was made again since. An HMAC is made with the object's ID: it is made with the new one
 * where the secret that it was made of is at hand; otherwise nothing says whether the secret has changed.
 */
export function rehashed(values: Values, old: string, id: string, secrets: SecretFacts): Values {
  const changed = [...marksIn(values)].flatMap(([path, mark]) => {
    const [sent, hmac] = [sentIn(mark), isObject(mark) ? get(mark, 'hmac') : undefined];
    if (sent === undefined || hmac === undefined) return [];
    const now = hmacOf(old, path, sent, secrets) === hmac ? hmacOf(id, path, sent, secrets) : undefined;
    return [[path, { $sent: sent, ...(now === undefined ? {} : { hmac: now }) }] as const];
  });
  return changed.length === 0 ? values : overlaid(values, Object.fromEntries(changed));
}

/** Whether the same was sent, as far as an HMAC of either does not say otherwise. */
export function isSameSent(one: Json, other: Json): boolean {
  const [sent, same] = [sentIn(one), sentIn(other)];
  if (sent === undefined || same === undefined || !equal(sent, same)) return false;
  const [mac, hmac] = [one, other].map((mark) => (isObject(mark) ? get(mark, 'hmac') : undefined));
  return mac === undefined || hmac === undefined || mac === hmac;
}
