import { withArticle } from '../catalog/article.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { equal, get, isObject, type Json } from '../json/json.ts';
import { isMark } from '../json/marks.ts';
import { isWithin, type Pointer, valueAt, withValueAt } from '../json/pointer.ts';
import { differences, valuesAt } from './difference.ts';
import type { Document } from './document.ts';
import {
  concealed,
  HIDDEN,
  hmacOf,
  isWhat,
  isWriteOnly,
  marksIn,
  placeWords,
  type SecretFacts,
  secretNames,
  sentIn,
} from './secrets.ts';

/** The variable of the process that holds the key of HMACs. */
export const KEY_VARIABLE = 'CHANGESET_SECRET_KEY';

/** What is to be said of a place with a secret. */
export interface SecretFinding extends Pick<Diagnostic, 'severity' | 'code' | 'message' | 'hint'> {
  readonly path: Pointer;
}

/** An object before and after a change, as plans tell it. */
export interface Told {
  readonly before: Document;
  readonly after: Document;
  readonly findings: readonly SecretFinding[];
}

/** The live object as plans tell it, with what is known of its secrets. */
export function asTold(id: string, live: Document, secrets: SecretFacts): Document {
  return concealed(live, secrets.history.get(id) ?? new Map(), secrets);
}

/** The document with what it sends to places that are never answered told from what is read. */
export function asSent(type: ResourceType, document: Document): Document {
  const result = (type.writeOnly ?? []).reduce<Json | undefined>((rest, path) => {
    const value = valueAt(rest, path);
    const isTold = value === undefined || sentIn(value) !== undefined;
    return isTold ? rest : withValueAt(rest, path, { $sent: value });
  }, document);
  return isObject(result) ? result : {};
}

/**
 * Compares where secrets are asked for. What cannot be compared, because a secret or the key is not at hand, is left as
 * it is, and a finding says so.
 * @param live the object as the platform answers it
 * @param after what is asked for, made of `asTold`
 */
export function secretChanges(
  type: ResourceType,
  id: string,
  { live, after, touched }: { live: Document; after: Document; touched: readonly Pointer[] },
  secrets: SecretFacts,
): Told {
  const findings: SecretFinding[] = [];
  const said = asSent(type, after);
  let before: Json | undefined = asTold(id, live, secrets);
  for (const [path, mark] of marksIn(valuesAt(said, touched))) {
    if (sentIn(mark) !== undefined) {
      const known = valueAt(before, path);
      const verdict = compared(id, path, { known, asked: mark }, secrets);
      if (verdict !== 'other') before = withValueAt(before, path, mark);
      else if (equal(known, mark))
        before = withValueAt(before, path, { $sent: sentIn(mark) ?? null, hmac: null });
      if (verdict !== 'other' && verdict !== 'same') findings.push({ ...verdict, path });
      continue;
    }
    const value = valueAt(live, path);
    if (value === undefined) continue;
    const isThere = isWhat(value, mark, secrets);
    const missing = missingOf(mark, secrets);
    if (isThere && missing.length > 0) findings.push({ ...cannotCompare(path, missing), path });
    if (isThere) before = withValueAt(before, path, mark);
    else if (!isMark(valueAt(before, path))) before = withValueAt(before, path, HIDDEN);
  }
  const told = { before: isObject(before) ? before : {}, after: said };
  return { ...told, findings: [...findings, ...unsaid(type, told, touched)] };
}

type Verdict = 'same' | 'other' | Omit<SecretFinding, 'path'>;

/** Whether what is asked for, where nothing is ever answered, is what was sent last. */
function compared(
  id: string,
  path: Pointer,
  { known, asked }: { known: Json | undefined; asked: Json },
  secrets: SecretFacts,
): Verdict {
  const value = sentIn(asked) ?? null;
  if (known === undefined || !equal(sentIn(known), value)) return 'other';
  if (secretNames(value).length === 0) return 'same';
  const missing = missingOf(value, secrets);
  if (missing.length > 0) return cannotCompare(path, missing);
  if (secrets.key === undefined) {
    return {
      severity: 'warning',
      code: 'secret.unknown',
      message: `whether a secret in ${placeWords(path)} has changed cannot be told without a key: it is not sent again. Set ${KEY_VARIABLE} to have that compared`,
    };
  }
  const before = isObject(known) ? get(known, 'hmac') : undefined;
  return before === hmacOf(id, path, value, secrets) ? 'same' : 'other';
}

function missingOf(value: Json, { values }: SecretFacts): string[] {
  return secretNames(value).filter((name) => !values.has(name));
}

function cannotCompare(path: Pointer, missing: readonly string[]): Omit<SecretFinding, 'path'> {
  const names = missing.join(', ');
  return {
    severity: 'warning',
    code: 'secret.unknown',
    message: `${placeWords(path)} cannot be compared, because the secret ${names} is not at hand: it is left as it is. Simulate again where the secret is`,
  };
}

/** An update of the whole object that does not say what must go along with it. */
function unsaid(
  type: ResourceType,
  { before, after }: { before: Document; after: Document },
  touched: readonly Pointer[],
): SecretFinding[] {
  if (!type.calls.update || type.update?.is === 'changed') return [];
  const changed = differences(before, after).filter(({ path }) => !isWriteOnly(type, path));
  return (type.writeOnly ?? []).flatMap((path) => {
    const isSaid = touched.some((place) => isWithin(place, path)) && valueAt(after, path) !== undefined;
    const isCleared = touched.includes(path) && !isSaid;
    if (isSaid || (changed.length === 0 && !isCleared)) return [];
    const message = `Every update of ${withArticle(type.noun)} sends its ${placeWords(path)} again: Genesys Cloud never answers them, and without them they would be lost.`;
    const hint = `Write ${placeWords(path)} in the entry as well.`;
    return [{ severity: 'error' as const, code: 'secret.again', message, hint, path }];
  });
}
