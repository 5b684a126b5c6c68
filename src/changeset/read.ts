import type { ErrorObject } from 'ajv/dist/2020.js';
import { catalog, isConfigurable, typeNamed } from '../catalog/index.ts';
import { type Shape, shapeOf } from '../catalog/shape.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { type Diagnostic, inOrder } from '../diagnostics.ts';
import { isObject } from '../json/json.ts';
import { segmentsOf } from '../json/pointer.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { child, type MapNode, merged, type Node, textChild } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import { schemaFile, schemaFindings, validatorOf } from '../yaml/schema-check.ts';
import { readText } from '../yaml/text.ts';
import type { Action, Changeset, Entry } from './changeset.ts';

export interface ReadResult {
  /** Undefined when the file has errors. */
  readonly changeset: Changeset | undefined;
  /** Errors and warnings, in the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and checks a changeset file. Never throws for what a file may hold: every problem is a finding. */
export function readChangeset(file: string, bytes: Uint8Array): ReadResult {
  const source = readText(file, bytes);
  if ('severity' in source) return { changeset: undefined, diagnostics: [source] };
  const { root, diagnostics: yamlFindings } = parseYaml(source);
  const diagnostics = [...yamlFindings];
  if (!root) return { changeset: undefined, diagnostics };
  diagnostics.push(...envelopeFindings(root));
  const entries = entryNodes(root).flatMap((node) => {
    diagnostics.push(...entryFindings(node));
    return expanded(node);
  });
  diagnostics.push(...duplicateFindings(entries));
  const sorted = inOrder(withoutRepeats(diagnostics));
  if (sorted.some((diagnostic) => diagnostic.severity === 'error'))
    return { changeset: undefined, diagnostics: sorted };
  const optional = (key: string) => {
    const text = textChild(root, key);
    return text === undefined ? {} : { [key]: text };
  };
  const changeset: Changeset = {
    file,
    text: source.text,
    name: textChild(root, 'name') ?? '',
    ...optional('description'),
    ...optional('owner'),
    ...optional('ticket'),
    entries,
  };
  return { changeset, diagnostics: sorted };
}

/** The schema of the whole file with entries only as far as they are the same for all types. */
function envelopeFindings(root: Node): Diagnostic[] {
  const validate = validatorOf('changeset', () => {
    const schema = schemaFile('changeset.schema.json');
    const properties = schema['properties'];
    if (!isObject(properties)) throw new Error('schemas/changeset.schema.json has no properties');
    return {
      ...schema,
      properties: { ...properties, changes: { type: 'array', items: { $ref: '#/$defs/entry' } } },
    };
  });
  return schemaFindings(root, validate, (error, node) => wrongTypeName(error, node));
}

function wrongTypeName(error: ErrorObject, node: Node): Diagnostic | undefined {
  if (error.keyword !== 'enum' || !/^\/changes\/\d+\/type$/.test(error.instancePath)) return undefined;
  const written = node.kind === 'scalar' ? node.text : '';
  const known = catalog.get(written);
  if (known) {
    const message = `A ${known.noun} can be named by other objects, but not changed by a changeset yet.`;
    return { severity: 'error', code: 'type.lookup', message, at: node.at };
  }
  const withoutPrefix = written.replace(/^genesyscloud_/, '');
  const types = [...catalog.values()].filter(isConfigurable).map((type) => type.type);
  const hint = didYouMean(withoutPrefix, types) ?? 'changeset types  lists them.';
  return {
    severity: 'error',
    code: 'type.unknown',
    message: `No type is called "${written}".`,
    hint,
    at: node.at,
  };
}

function entryNodes(root: Node): MapNode[] {
  const changes = child(root, 'changes');
  return changes?.kind === 'list' ? changes.items.filter((item): item is MapNode => item.kind === 'map') : [];
}

/** What can only be said of an entry once its type is known. */
function entryFindings(entry: MapNode): Diagnostic[] {
  const type = catalog.get(textChild(entry, 'type') ?? '');
  if (!type || !isConfigurable(type)) return [];
  const diagnostics = [...namingFindings(entry)];
  const validate = validatorOf(type.type, () => schemaFile(`types/${type.type}.schema.json`));
  diagnostics.push(...schemaFindings(entry, validate, (error, node) => fieldFinding(type, error, node)));
  diagnostics.push(...actionFindings(entry, type));
  return diagnostics;
}

function namingFindings(entry: MapNode): Diagnostic[] {
  const name = entry.entries.get('name');
  const names = entry.entries.get('names');
  const at = entry.entries.get('type')?.key.at ?? entry.at;
  if (name && names) {
    return [
      {
        severity: 'error',
        code: 'entry.name',
        message: 'An entry has either `name` or `names`.',
        at: names.key.at,
      },
    ];
  }
  if (!name && !names) {
    return [
      {
        severity: 'error',
        code: 'entry.name',
        message: 'The entry does not say which object it means.',
        hint: 'Add  name:  or  names: [ … ]',
        at,
      },
    ];
  }
  const was = entry.entries.get('was');
  if (names && was) {
    return [
      {
        severity: 'error',
        code: 'entry.was',
        message: 'A rename is about one object: `was` goes with `name`, not with `names`.',
        at: was.key.at,
      },
    ];
  }
  return [];
}

function actionFindings(entry: MapNode, type: ResourceType): Diagnostic[] {
  const action = entry.entries.get('action')?.value;
  const word = action?.kind === 'scalar' ? action.value : 'ensure';
  const findings: Diagnostic[] = [];
  const at = action?.at ?? entry.entries.get('type')?.value.at ?? entry.at;
  const say = (code: string, message: string, key: string, hint?: string): void => {
    const place = entry.entries.get(key)?.key.at ?? at;
    findings.push({ severity: 'error', code, message, ...(hint ? { hint } : {}), at: place });
  };
  if (word === 'delete') {
    for (const key of ['set', 'was']) {
      if (entry.entries.has(key)) say('action.delete', `A delete cannot have \`${key}\`.`, key);
    }
    if (!type.calls.remove)
      say('action.impossible', `A ${type.noun} cannot be deleted by a changeset.`, 'action');
  } else if (entry.entries.has('force')) {
    say('action.force', '`force` belongs to `action: delete`.', 'force');
  }
  if (word === 'create' && !type.calls.create) {
    say('action.impossible', `A ${type.noun} cannot be created by a changeset yet.`, 'action');
  }
  if (word === 'create' && entry.entries.has('was')) {
    say('action.create', 'What is renamed exists already: `was` cannot go with `action: create`.', 'was');
  }
  return findings;
}

/** What a schema error means for a field of this type. */
function fieldFinding(type: ResourceType, error: ErrorObject, node: Node): Diagnostic | undefined {
  const [where, ...rest] = segmentsOf(error.instancePath);
  if (where !== 'set' && where !== 'names') return undefined;
  const path = where === 'set' ? rest : rest.slice(1);
  if (error.keyword === 'additionalProperties' && node.kind === 'map') {
    return unknownField(type, path, String(error.params['additionalProperty']), node);
  }
  const shape = shapeAt(type, path);
  if (error.keyword === 'type' && node.kind === 'list' && shape && isSetLike(shape)) {
    return bareList(path.at(-1) ?? '', shape, node);
  }
  return undefined;
}

/** The shape of the field at that path; undefined inside verbs and elements. */
function shapeAt(type: ResourceType, path: readonly string[]): Shape | undefined {
  let shape: Shape | undefined = shapeOf(type).root;
  for (const segment of path) {
    if (shape?.kind === 'object') shape = shape.fields.get(segment);
    else if (shape?.kind === 'map') shape = shape.value;
    else if (shape?.kind === 'array') shape = shape.item;
    else return undefined;
  }
  return shape;
}

function isSetLike(shape: Shape): boolean {
  return shape.kind === 'set' || shape.kind === 'part' || shape.kind === 'list';
}

function unknownField(
  type: ResourceType,
  path: readonly string[],
  key: string,
  node: MapNode,
): Diagnostic | undefined {
  const shape = shapeAt(type, path);
  if (shape?.kind !== 'object') return undefined;
  const at = node.entries.get(key)?.key.at ?? node.at;
  const place = `/${[...path, key].join('/')}`;
  const say = (code: string, message: string, hint?: string): Diagnostic => ({
    severity: 'error',
    code,
    message,
    ...(hint ? { hint } : {}),
    at,
  });
  if (place === type.identity) {
    return say(
      'field.identity',
      `The ${key} of a ${type.noun} is the entry's \`name\`.`,
      'To rename it, write the new one as  name:  and the old one as  was:',
    );
  }
  const reason = Object.entries(type.unsupported ?? {}).find(([pattern]) => pattern === place)?.[1];
  if (reason) return say('field.unsupported', `"${key}" cannot be set by a changeset: it ${reason}.`);
  if (shapeOf(type).managed.has(place))
    return say('field.readonly', `"${key}" is managed by Genesys Cloud; it cannot be set.`);
  const [first, ...others] = nearest(key, shape.fields.keys());
  const hint =
    first && `Did you mean "${first}"?${others.length > 0 ? ` Also near: ${others.join(', ')}` : ''}`;
  return say(
    'field.unknown',
    `A ${type.noun} has no field "${[...path, key].join('.')}".`,
    hint ?? `changeset types ${type.type}  lists the fields.`,
  );
}

function bareList(field: string, shape: Shape, node: Node): Diagnostic {
  const written = node.kind === 'list' ? node.at.source.slice(node.at.column - 1).trim() : '[]';
  const list = /^\[.*\]/.exec(written)?.[0] ?? '[ … ]';
  const others =
    shape.kind === 'part' ? `all other ${shape.part.noun}s are removed` : 'all others are removed';
  const pad = ' '.repeat(4);
  return {
    severity: 'error',
    code: 'list.verb',
    message: `does this list add to the ${field} or replace them?   Write one of:`,
    hint: [
      `${field}: { add:     ${list} }${pad}the others stay`,
      `${field}: { exactly: ${list} }${pad}${others}`,
    ].join('\n'),
    at: node.at,
  };
}

/** One entry for each name. An entry that has errors is expanded as far as it goes. */
function expanded(node: MapNode): Entry[] {
  const type = textChild(node, 'type');
  if (type === undefined || !catalog.has(type)) return [];
  const set = asMap(child(node, 'set'), node);
  const names = child(node, 'names');
  const name = child(node, 'name');
  if (name?.kind === 'scalar' && typeof name.value === 'string') return [entryOf(node, type, name, set)];
  if (names?.kind === 'list') {
    return names.items.flatMap((item) =>
      item.kind === 'scalar' && typeof item.value === 'string' ? [entryOf(node, type, item, set)] : [],
    );
  }
  if (names?.kind !== 'map') return [];
  return [...names.entries.values()].map(({ key, value }) =>
    entryOf(node, type, key, value.kind === 'map' ? asMap(merged(set, value), node) : set),
  );
}

function asMap(node: Node | undefined, entry: MapNode): MapNode {
  return node?.kind === 'map' ? node : { kind: 'map', at: entry.at, entries: new Map() };
}

function entryOf(node: MapNode, type: string, name: Node & { kind: 'scalar' }, set: MapNode): Entry {
  const why = textChild(node, 'why');
  const only = texts(child(node, 'only')).map((item) => item.name);
  const force = child(node, 'force');
  return {
    type,
    name: String(name.value),
    action: (textChild(node, 'action') ?? 'ensure') as Action,
    was: texts(child(node, 'was')),
    set,
    ...(why === undefined ? {} : { why }),
    ...(only.length > 0 ? { only } : {}),
    force: force?.kind === 'scalar' && force.value === true,
    at: name.at,
  };
}

function texts(node: Node | undefined): { name: string; at: Node['at'] }[] {
  const items = node?.kind === 'list' ? node.items : node ? [node] : [];
  return items.flatMap((item) =>
    item.kind === 'scalar' && typeof item.value === 'string' ? [{ name: item.value, at: item.at }] : [],
  );
}

function duplicateFindings(entries: readonly Entry[]): Diagnostic[] {
  const seen = new Map<string, Entry>();
  const findings: Diagnostic[] = [];
  for (const entry of entries) {
    const type = typeNamed(entry.type);
    const key = `${entry.type}/${type.caseless ? entry.name.toLowerCase() : entry.name}`;
    const earlier = seen.get(key);
    if (earlier) {
      findings.push({
        severity: 'error',
        code: 'entry.twice',
        message: `The ${type.noun} "${entry.name}" has an entry already, on line ${earlier.at.line}.`,
        hint: 'One object, one entry: put both into one.',
        at: entry.at,
      });
    } else seen.set(key, entry);
  }
  return findings;
}

/** One finding for each place and code: two schemas may say the same thing. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, at }) => {
    const key = `${code} ${at?.line}:${at?.column}`;
    return !seen.has(key) && seen.add(key);
  });
}
