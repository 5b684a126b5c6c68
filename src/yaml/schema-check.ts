import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Diagnostic } from '../diagnostics.ts';
import { isObject, type JsonObject, parseJson } from '../json/json.ts';
import { didYouMean } from '../nearest.ts';
import { quote, shortened } from './finding.ts';
import { jsonOf, keyAt, type Node, nodeAt } from './node.ts';

const folder = new URL('../../schemas/', import.meta.url);
const validators = new Map<string, ValidateFunction>();

/** Ajv copies the errors it has at each reference: of larger values only the first error is looked for. */
const MAX_VALUES_FOR_ALL_ERRORS = 5_000;

/** A schema, compiled once under its key. */
export interface Schema {
  readonly key: string;
  readonly read: () => JsonObject;
}

/** The JSON Schema file of that path below `schemas/`. */
export function schemaFile(path: string): JsonObject {
  const schema = parseJson(readFileSync(new URL(path, folder), 'utf8'));
  if (!isObject(schema)) throw new Error(`schemas/${path} is not an object`);
  return schema;
}

function validatorOf(schema: Schema, allErrors: boolean): ValidateFunction {
  const key = `${schema.key} ${allErrors}`;
  let validator = validators.get(key);
  if (!validator) {
    validator = new Ajv2020({
      allErrors,
      verbose: true, // findings name what the schema knows at the place
      strict: false,
      validateSchema: false, // a test does; it takes longer than a validation
      inlineRefs: false,
      code: { optimize: false },
    }).compile(schema.read());
    validators.set(key, validator);
  }
  return validator;
}

/** Says what a schema error means at its place, or undefined to leave it to the general sentence. */
export type Explain = (error: ErrorObject, node: Node) => Diagnostic | undefined;

/** Checks a node against a schema: one finding for each place, in the words of a person. */
export function schemaFindings(node: Node, schema: Schema, explain: Explain): Diagnostic[] {
  const validate = validatorOf(schema, hasAtMost(node, MAX_VALUES_FOR_ALL_ERRORS));
  if (validate(jsonOf(node))) return [];
  const errors = withoutEchoes(validate.errors ?? []);
  return errors.map((error) => {
    const at = placeOf(error, node);
    return explain(error, at) ?? generalFinding(error, node, at);
  });
}

/** The value that the error is about, or the key. */
function placeOf({ instancePath, propertyName }: ErrorObject, root: Node): Node {
  const node = nodeAt(root, instancePath);
  const key =
    propertyName !== undefined && node.kind === 'map' ? node.entries.get(propertyName)?.key : undefined;
  return key ?? node;
}

/** What the parser said of a place is the reason for what the schema says of it, with two exceptions. */
export function withoutFollowUps(
  parsed: readonly Diagnostic[],
  checked: readonly Diagnostic[],
): Diagnostic[] {
  const where = ({ at }: Diagnostic): string => `${at?.line}:${at?.column}`;
  const isBetter = ({ code }: Diagnostic): boolean => /^(field\.|text\.)/.test(code);
  const parsedAt = new Map(parsed.map((finding) => [where(finding), finding]));
  const kept = checked.filter((finding) => {
    const first = parsedAt.get(where(finding));
    return !first || (isAboutValue(first) && isBetter(finding)) || finding.code === 'field.required';
  });
  const better = new Set(kept.filter(isBetter).map(where));
  return [...parsed.filter((first) => !isAboutValue(first) || !better.has(where(first))), ...kept];
}

/** Findings about the form of one word, on which a schema may have more to say. */
function isAboutValue({ code }: Diagnostic): boolean {
  return code.startsWith('text.') || code === 'value.number';
}

function hasAtMost(node: Node, most: number): boolean {
  let left = most;
  const count = (inner: Node): boolean => {
    left -= 1;
    if (left < 0) return false;
    if (inner.kind === 'list') return inner.items.every(count);
    return inner.kind === 'scalar' || [...inner.entries.values()].every(({ value }) => count(value));
  };
  return count(node);
}

/** Without what other errors say better: why each branch of an `anyOf` does not fit, that a key or a rule does not. */
function withoutEchoes(errors: readonly ErrorObject[]): ErrorObject[] {
  const unfit = new Set(
    errors.flatMap(({ keyword, instancePath }) => (keyword === 'anyOf' ? [instancePath] : [])),
  );
  const isEcho = ({ keyword, instancePath }: ErrorObject): boolean =>
    keyword === 'if' || keyword === 'propertyNames' || (keyword !== 'anyOf' && unfit.has(instancePath));
  return errors.filter((error) => !isEcho(error));
}

function generalFinding(error: ErrorObject, root: Node, node: Node): Diagnostic {
  const { keyword, params } = error;
  const say = (code: string, message: string, hint?: string, at = node.at): Diagnostic => ({
    severity: 'error',
    code,
    message,
    ...(hint ? { hint } : {}),
    at,
  });
  switch (keyword) {
    case 'additionalProperties':
      return unknownKey(error, node);
    case 'required':
    case 'dependentRequired': {
      const { at } = keyAt(root, error.instancePath) ?? node;
      return say('field.required', `"${params['missingProperty']}" is missing here.`, undefined, at);
    }
    case 'type':
      return wrongType(params['type'], error, root, node);
    case 'pattern': {
      const form = get(error.parentSchema, 'patternErrorMessage');
      const types = [get(error.parentSchema, 'type')].flat();
      if (types[0] === 'string' && typeof form === 'string') return say('value.form', form);
      return wrongType(get(error.parentSchema, 'type'), error, root, node);
    }
    case 'enum':
    case 'anyOf':
      return wrongWord(wordsOf(error), node);
    case 'const':
      return say('value.choice', `Only ${String(params['allowedValue'])} is possible here.`);
    case 'not': {
      const said = get(error.parentSchema, 'errorMessage');
      return say('field.elsewhere', typeof said === 'string' ? said : 'Nothing can stand here.');
    }
    case 'minLength':
      return say('value.empty', 'The text is empty.');
    case 'minProperties':
    case 'minItems':
      return say(
        'value.nothing',
        'This is empty, so it says nothing.',
        kindsOf(error) ?? 'Write something, or take it out.',
      );
    case 'maxProperties':
      return say('value.several', 'Only one of these can stand here.', kindsOf(error));
    case 'minimum':
    case 'maximum': {
      const word = keyword === 'minimum' ? 'least' : 'most';
      return say('value.range', `The ${word} that is possible here is ${params['limit']}.`);
    }
    default:
      return say(`schema.${keyword}`, `This ${error.message ?? 'does not fit'}.`);
  }
}

/** A key that the schema does not have, with the one that may be meant. */
export function unknownKey(error: ErrorObject, node: Node): Diagnostic {
  const key = String(error.params['additionalProperty']);
  const known = Object.keys(get(error.parentSchema, 'properties') ?? {});
  const at = node.kind === 'map' ? node.entries.get(key)?.key.at : undefined;
  const hint =
    didYouMean(key, known) ??
    (known.length > 0 && known.length <= 12 ? `Known here: ${known.join(', ')}` : undefined);
  return {
    severity: 'error',
    code: 'field.unknown',
    message: `${quote(key)} is not known here.`,
    ...(hint ? { hint } : {}),
    at: at ?? node.at,
  };
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a map of fields',
  array: 'a list',
};

/** The forms that a schema with several of them names. */
function kindsOf(error: ErrorObject): string | undefined {
  const said = get(error.parentSchema, 'errorMessage');
  return typeof said === 'string' && said.startsWith('One of: ') ? said : undefined;
}

function wrongType(expected: unknown, error: ErrorObject, root: Node, node: Node): Diagnostic {
  const types = (Array.isArray(expected) ? expected : [expected]).map(String);
  const [first] = types;
  if (first === 'string' && node.kind === 'scalar' && typeof node.value !== 'string') {
    if (node.value !== null) return notText(node, error.instancePath, root);
  }
  // Beside a number or a switch the text is only ${var.x}, which nobody is looking for here.
  const isVariable = types.includes('string') && /^(integer|number|boolean)$/.test(first ?? '');
  const wanted = types.filter((type) => type !== 'null' && !(type === 'string' && isVariable));
  const hint = kindsOf(error) ?? typeHint(first, node);
  return {
    severity: 'error',
    code: 'value.type',
    message: capital(
      `${wanted.map((type) => typeWords[type] ?? type).join(' or ')} is expected here, not ${described(node)}.`,
    ),
    ...(hint ? { hint } : {}),
    at: node.at,
  };
}

/** `name: 529`: what YAML takes for something else although a text is meant. */
function notText(node: Node & { kind: 'scalar' }, path: string, root: Node): Diagnostic {
  const isNumber = typeof node.value === 'number';
  const field = keyAt(root, path)?.text;
  const quoted = quote(node.text);
  return {
    severity: 'error',
    code: isNumber ? 'text.number' : 'text.boolean',
    message: `YAML reads this as ${isNumber ? 'a number' : 'true or false'}; ${field === 'name' ? 'a name is text' : 'a text is meant here'}.`,
    hint: field === undefined ? `Write:  ${quoted}` : `Write:  ${shortened(field)}: ${quoted}`,
    at: node.at,
  };
}

function typeHint(wanted: string | undefined, node: Node): string | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  if (wanted === 'boolean' && /^(yes|on|y)$/i.test(node.value)) return 'Write:  true';
  if (wanted === 'boolean' && /^(no|off|n)$/i.test(node.value)) return 'Write:  false';
  if (/^(boolean|integer|number)$/.test(wanted ?? '') && /^(true|false|-?\d+(\.\d+)?)$/.test(node.value)) {
    return `Write it without quotes:  ${shortened(node.value)}`;
  }
  if (wanted === 'array')
    return `Write:  [${/^[*&!|>%@`{[]/.test(node.text) ? quote(node.text) : shortened(node.text)}]`;
  if (wanted === 'object' && /^\w+:\S/.test(node.value)) return 'A space is missing after the colon.';
  return undefined;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function described(node: Node): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'list') return 'a list';
  if (typeof node.value === 'number') return shortened(node.text);
  return typeof node.value === 'string' ? 'a text' : String(node.value);
}

function wordsOf(error: ErrorObject): string[] {
  const branches = [error.parentSchema, ...[get(error.parentSchema, 'anyOf') ?? []].flat()];
  const words = branches.map((branch) => get(branch, 'enum')).find(Array.isArray) ?? [];
  return words.filter((word) => word !== null).map(String);
}

function wrongWord(words: readonly string[], node: Node): Diagnostic {
  const written = node.kind === 'scalar' ? node.text : '';
  const near = didYouMean(written, words);
  const isWord = typeof jsonOf(node) === 'string' && !written.includes('${');
  return {
    severity: 'error',
    code: 'value.choice',
    message: `${isWord ? `${quote(written)} is none of these` : 'One of these is expected here'}: ${words.join(', ')}.`,
    ...(near ? { hint: near } : {}),
    at: node.at,
  };
}

/** A property of a schema. */
function get(schema: unknown, key: string): unknown {
  return typeof schema === 'object' && schema !== null && Object.hasOwn(schema, key)
    ? (schema as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
