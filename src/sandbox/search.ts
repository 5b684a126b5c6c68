/** The search endpoints' query language: criteria on fields, joined in the order in which they stand. */
import { badField } from './errors.ts';
import { arrayOf, at, isObject, type Json, type JsonObject, textOf } from './json.ts';

type Test = (value: string, wanted: string) => boolean;

const words = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u);

const TESTS: Readonly<Record<string, Test>> = {
  EXACT: (value, wanted) => value === wanted,
  STARTS_WITH: (value, wanted) => value.startsWith(wanted),
  CONTAINS: (value, wanted) => value.includes(wanted),
  TERM: (value, wanted) => value === wanted || words(value).includes(wanted),
  TERMS: (value, wanted) => value === wanted || words(value).includes(wanted),
  REGEX: (value, wanted) => new RegExp(wanted, 'i').test(value),
};

/** Whether a document is found: every criterion joins what the earlier ones found by its operator, AND as a rule. */
export function isFound(document: JsonObject, criteria: readonly Json[]): boolean {
  return criteria.reduce<boolean>((found, criterion) => {
    const fits = fulfils(document, criterion);
    const operator = at(criterion, 'operator');
    if (operator === 'OR') return found || fits;
    return operator === 'NOT' ? found && !fits : found && fits;
  }, true);
}

function fulfils(document: JsonObject, criterion: Json): boolean {
  const group = arrayOf(at(criterion, 'group'));
  if (group.length > 0) return isFound(document, group);
  const type = textOf(at(criterion, 'type')) ?? '';
  const fields = arrayOf(at(criterion, 'fields')).flatMap((field) => textOf(field) ?? []);
  const values = fields.map((field) => valuesAt(document, field.split('.')));
  if (type === 'MATCH_ALL') return true;
  if (type === 'REQUIRED_FIELDS') return values.every((found) => found.length > 0);
  const test = TESTS[type];
  if (!test) throw badField('query.type', `Searches of type ${type} are not supported.`);
  const wanted = wantedBy(criterion);
  return values.flat().some((value) => wanted.some((one) => test(value.toLowerCase(), one.toLowerCase())));
}

function wantedBy(criterion: Json): string[] {
  const value = textOf(at(criterion, 'value'));
  const values = arrayOf(at(criterion, 'values')).flatMap((one) => textOf(one) ?? []);
  return value === undefined ? values : [value, ...values];
}

function valuesAt(value: Json | undefined, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, path));
  const [key, ...rest] = path;
  if (key !== undefined) return isObject(value) ? valuesAt(value[key], rest) : [];
  return value === undefined || value === null || isObject(value) ? [] : [String(value)];
}

/** Whether any criterion looks at a field. */
export function asksFor(criteria: readonly Json[], field: string): boolean {
  return criteria.some(
    (criterion) =>
      arrayOf(at(criterion, 'fields')).includes(field) || asksFor(arrayOf(at(criterion, 'group')), field),
  );
}
