import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Diagnostic } from '../diagnostics.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../json/json.ts';
import { didYouMean } from '../nearest.ts';
import { jsonOf, keyAt, type Node, nodeAt } from './node.ts';

const folder = new URL('../../schemas/', import.meta.url);
const validators = new Map<string, ValidateFunction>();

/** The JSON Schema file of that path below `schemas/`. */
export function schemaFile(path: string): JsonObject {
  const schema = parseJson(readFileSync(new URL(path, folder), 'utf8'));
  if (!isObject(schema)) throw new Error(`schemas/${path} is not an object`);
  return schema;
}

/** A validator of a schema; compiled once under that key. */
export function validatorOf(key: string, schema: () => JsonObject): ValidateFunction {
  let validator = validators.get(key);
  if (!validator) {
    validator = new Ajv2020({
      allErrors: true,
      verbose: true, // findings name what the schema knows at the place
      strict: false,
      validateSchema: false, // a test does; it takes longer than a validation
      inlineRefs: false,
      code: { optimize: false },
    }).compile(schema());
    validators.set(key, validator);
  }
  return validator;
}

/** Says what a schema error means at its place, or undefined to leave it to the general sentence. */
export type Explain = (error: ErrorObject, node: Node) => Diagnostic | undefined;

/** Checks a node against a schema: one finding for each place, in the words of a person. */
export function schemaFindings(node: Node, validate: ValidateFunction, explain: Explain): Diagnostic[] {
  if (validate(jsonOf(node))) return [];
  const errors = withoutEchoes(validate.errors ?? []);
  return errors.map((error) => {
    const at = nodeAt(node, error.instancePath);
    return explain(error, at) ?? generalFinding(error, node, at);
  });
}

/** Of errors that say the same thing twice (the branches of an `anyOf`, and the `anyOf`), only the outer one. */
function withoutEchoes(errors: readonly ErrorObject[]): ErrorObject[] {
  const outer = errors.filter((error) => error.keyword === 'anyOf');
  return errors.filter(
    (error) =>
      error.keyword !== 'if' &&
      !outer.some((other) => other !== error && error.schemaPath.startsWith(`${other.schemaPath}/`)),
  );
}

function generalFinding(error: ErrorObject, root: Node, node: Node): Diagnostic {
  const { keyword, params } = error;
  if (keyword === 'additionalProperties') return unknownKey(error, node);
  if (keyword === 'required') {
    const message = `"${params['missingProperty']}" is missing here.`;
    return {
      severity: 'error',
      code: 'field.required',
      message,
      at: (keyAt(root, error.instancePath) ?? node).at,
    };
  }
  if (keyword === 'type') return wrongType(params['type'], node);
  if (keyword === 'enum' || keyword === 'anyOf') return wrongWord(wordsOf(error), node);
  if (keyword === 'const') {
    return {
      severity: 'error',
      code: 'value.choice',
      message: `Only ${String(params['allowedValue'])} is possible here.`,
      at: node.at,
    };
  }
  if (keyword === 'minLength')
    return { severity: 'error', code: 'value.empty', message: 'The text is empty.', at: node.at };
  if (keyword === 'pattern' && node.kind === 'scalar' && typeof node.value === 'string') {
    return wrongType((error.parentSchema as JsonObject | undefined)?.['type'], node);
  }
  if (keyword === 'minProperties' || keyword === 'minItems') {
    return {
      severity: 'error',
      code: 'value.nothing',
      message: 'Nothing is said here; take it out, or say something.',
      at: node.at,
    };
  }
  if (keyword === 'maxProperties') {
    return {
      severity: 'error',
      code: 'value.several',
      message: 'Only one of these can be said at once.',
      at: node.at,
    };
  }
  if (keyword === 'minimum' || keyword === 'maximum') {
    const word = keyword === 'minimum' ? 'least' : 'most';
    return {
      severity: 'error',
      code: 'value.range',
      message: `The ${word} that is possible here is ${params['limit']}.`,
      at: node.at,
    };
  }
  return {
    severity: 'error',
    code: `schema.${keyword}`,
    message: `This ${error.message ?? 'does not fit'}.`,
    at: node.at,
  };
}

function unknownKey(error: ErrorObject, node: Node): Diagnostic {
  const key = String(error.params['additionalProperty']);
  const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
  const at = node.kind === 'map' ? node.entries.get(key)?.key.at : undefined;
  const hint =
    didYouMean(key, known) ??
    (known.length > 0 && known.length <= 12 ? `Known here: ${known.join(', ')}` : undefined);
  return {
    severity: 'error',
    code: 'field.unknown',
    message: `"${key}" is not known here.`,
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
  null: 'null',
};

function wrongType(expected: unknown, node: Node): Diagnostic {
  const types = (Array.isArray(expected) ? expected : [expected]).map(String);
  const wanted = types.filter(
    (type) => type !== 'null' && !(type === 'string' && types.length > 2 && types[0] !== 'string'),
  );
  if (
    types.includes('string') &&
    node.kind === 'scalar' &&
    (typeof node.value === 'number' || typeof node.value === 'boolean')
  ) {
    const kind = typeof node.value === 'number' ? 'a number' : 'true or false';
    const code = typeof node.value === 'number' ? 'text.number' : 'text.boolean';
    if (types[0] === 'string') {
      const message = `YAML reads this as ${kind}; a text is meant here.`;
      return { severity: 'error', code, message, hint: `Write:  "${node.text}"`, at: node.at };
    }
  }
  const message = `${wanted.map((type) => typeWords[type] ?? type).join(' or ')} is expected here, not ${described(node)}.`;
  return {
    severity: 'error',
    code: 'value.type',
    message: message[0]?.toUpperCase() + message.slice(1),
    at: node.at,
  };
}

function described(node: Node): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'list') return 'a list';
  if (node.value === null) return 'null';
  return typeof node.value === 'string'
    ? 'a text'
    : typeof node.value === 'number'
      ? 'a number'
      : 'true or false';
}

function wordsOf(error: ErrorObject): string[] {
  const schema = error.parentSchema as { enum?: Json[]; anyOf?: { enum?: Json[] }[] } | undefined;
  const words = schema?.enum ?? schema?.anyOf?.find((branch) => branch.enum)?.enum ?? [];
  return words.filter((word) => word !== null).map(String);
}

function wrongWord(words: readonly string[], node: Node): Diagnostic {
  const written = node.kind === 'scalar' ? node.text : '';
  const hint = didYouMean(written, words);
  return {
    severity: 'error',
    code: 'value.choice',
    message: `One of these is expected here: ${words.join(', ')}.`,
    ...(hint ? { hint } : {}),
    at: node.at,
  };
}
