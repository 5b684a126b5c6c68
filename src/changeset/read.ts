import type { ErrorObject } from 'ajv/dist/2020.js';
import { withArticle, withCapitalArticle } from '../catalog/article.ts';
import { identityField } from '../catalog/example.ts';
import { catalog, isConfigurable, typeNamed } from '../catalog/index.ts';
import { isRenamable } from '../catalog/renames.ts';
import { shapeOf } from '../catalog/shape.ts';
import { typeHint } from '../catalog/type-hint.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import type { Diagnostic, Position } from '../diagnostics.ts';
import { isObject, type JsonObject } from '../json/json.ts';
import { isAt, type Pointer, pointer } from '../json/pointer.ts';
import { listed, quote } from '../yaml/finding.ts';
import { child, type MapNode, merged, type Node, nodeAt, type ScalarNode, textChild } from '../yaml/node.ts';
import { type EmptyMeaning, parseYaml } from '../yaml/parse.ts';
import { type Schema, schemaFile, schemaFindings, withoutFollowUps } from '../yaml/schema-check.ts';
import { readText } from '../yaml/text.ts';
import type { Action, Changeset, Entry } from './changeset.ts';
import { fieldFinding, isSetLike, parentlessFindings, shapeAt, takesSecret } from './fields.ts';
import { placeholderFindings } from './placeholders.ts';

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
  const { root, diagnostics: parsed } = parseYaml(source, meaningOfEmpty);
  if (!root) return { changeset: undefined, diagnostics: listed(parsed) };
  const nodes = entryNodes(root);
  const entries = nodes.flatMap((node) => (node.kind === 'map' ? expanded(node) : []));
  const meant = [...parsed, ...nodes.flatMap(variableFindings)];
  const halved = new Set(parsed.flatMap(({ code, at }) => (code === 'text.comment' ? [at?.line] : [])));
  const named = entries.filter((entry) => isNamed(entry) && !halved.has(entry.at.line));
  const checked = [...envelopeFindings(root), ...nodes.flatMap(entryFindings), ...duplicateFindings(named)];
  const diagnostics = listed(withoutFollowUps(meant, checked));
  if (diagnostics.some(({ severity }) => severity === 'error')) return { changeset: undefined, diagnostics };
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
  return { changeset, diagnostics };
}

/** The file without what stands inside its entries. */
function envelopeFindings(root: Node): Diagnostic[] {
  return schemaFindings(
    root,
    { key: 'changeset', read: () => changesetSchema({ type: 'array' }) },
    () => undefined,
  );
}

/** An entry, as far as it is the same for all types. */
const entrySchema: Schema = {
  key: 'entry',
  read: () => ({ $ref: '#/$defs/entry', $defs: changesetSchema({})['$defs'] ?? {} }),
};

function changesetSchema(changes: JsonObject): JsonObject {
  const schema = schemaFile('changeset.schema.json');
  const properties = schema['properties'];
  if (!isObject(properties)) throw new Error('schemas/changeset.schema.json has no properties');
  return { ...schema, properties: { ...properties, changes } };
}

/** What an entry of that type sets. */
function setSchema(type: string, def: 'set' | 'switch'): Schema {
  return {
    key: `${type} ${def}`,
    read: () => ({ $ref: `#/$defs/${def}`, $defs: schemaFile(`types/${type}.schema.json`)['$defs'] ?? {} }),
  };
}

function entryNodes(root: Node): readonly Node[] {
  const changes = child(root, 'changes');
  return changes?.kind === 'list' ? changes.items : [];
}

function entryFindings(entry: Node): Diagnostic[] {
  const type = catalog.get(textChild(entry, 'type') ?? '');
  const findings = schemaFindings(
    entry,
    entrySchema,
    (error, node) => wrongType(error, node) ?? fieldOutsideSet(error, node, type) ?? notAName(error, node),
  );
  if (entry.kind !== 'map') return findings;
  if (!type || !isConfigurable(type)) return findings;
  const isSwitch = textChild(entry, 'action') === 'switch' && type.operational !== undefined;
  const schema = setSchema(type.type, isSwitch ? 'switch' : 'set');
  const sets = setNodes(entry).flatMap((set) =>
    schemaFindings(
      set,
      schema,
      (error, node) => fieldFinding(type, error, node, isSwitch) ?? notAName(error, node),
    ),
  );
  return [
    ...findings,
    ...namingFindings(entry, type),
    ...parentFindings(entry, type),
    ...sets,
    ...expanded(entry).flatMap(({ set }) => parentlessFindings(shapeOf(type).root, set)),
    ...actionFindings(entry, type),
  ];
}

/** What the entry sets: once for all its names, and once for each that differs. */
function setNodes(entry: MapNode): MapNode[] {
  const names = child(entry, 'names');
  const each = names?.kind === 'map' ? [...names.entries.values()].map(({ value }) => value) : [];
  return [child(entry, 'set'), ...each].filter((node): node is MapNode => node?.kind === 'map');
}

function variableFindings(entry: Node): Diagnostic[] {
  const type = catalog.get(textChild(entry, 'type') ?? '');
  const places = {
    isTemplate: (path: Pointer) => type?.templates?.some((pattern) => isAt(path, pattern)) ?? false,
    takesSecret: (path: Pointer) => type !== undefined && takesSecret(type, path),
  };
  const names = ['name', 'names', 'in'].flatMap((key): Node[] => {
    const node = child(entry, key);
    return node?.kind === 'map' ? [...node.entries.values()].map((each) => each.key) : node ? [node] : [];
  });
  return [
    ...names.flatMap((node) => placeholderFindings(node, 'variables')),
    ...(entry.kind === 'map' ? setNodes(entry) : []).flatMap((node) =>
      placeholderFindings(node, 'variables and name', places),
    ),
  ];
}

function wrongType(error: ErrorObject, node: Node): Diagnostic | undefined {
  if (error.keyword !== 'enum' || error.instancePath !== '/type') return undefined;
  const written = node.kind === 'scalar' ? node.text : '';
  const known = catalog.get(written);
  if (known) {
    const message = `${withCapitalArticle(known.noun)} can be named by other objects, but not changed by a changeset yet.`;
    return { severity: 'error', code: 'type.lookup', message, at: node.at };
  }
  return {
    severity: 'error',
    code: 'type.unknown',
    message: `No type is called ${quote(written)}.`,
    hint: typeHint(written, [...catalog.values()].filter(isConfigurable)),
    at: node.at,
  };
}

/** `description` beside `type` instead of below `set`. */
function fieldOutsideSet(
  error: ErrorObject,
  node: Node,
  type: ResourceType | undefined,
): Diagnostic | undefined {
  if (error.keyword !== 'additionalProperties' || error.instancePath !== '' || node.kind !== 'map')
    return undefined;
  const key = String(error.params['additionalProperty']);
  if (!type || !isConfigurable(type) || !shapeAt(type, [key])) return undefined;
  return {
    severity: 'error',
    code: 'field.place',
    message: `"${key}" is a field of the ${type.noun}, not of the entry.`,
    hint: 'Write it below  set:',
    at: node.entries.get(key)?.key.at ?? node.at,
  };
}

/** The schema lets no ID stand where a name belongs. */
function notAName(error: ErrorObject, node: Node): Diagnostic | undefined {
  if (error.keyword !== 'pattern') return undefined;
  if (node.kind !== 'scalar' || !ID.test(node.text)) return undefined;
  return {
    severity: 'error',
    code: 'reference.id',
    message: 'This is an ID; a changeset names objects, because IDs differ from org to org.',
    hint: 'Write its name. Where only an ID will do, the mapping gives it a name under  ids:',
    at: node.at,
  };
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const VERBS: readonly string[] = ['add', 'change', 'exactly'];

function meaningOfEmpty(path: readonly string[], root: Node): EmptyMeaning {
  const [changes, index, where, ...rest] = path;
  if (changes !== 'changes') return 'value';
  if (where === 'names' && rest.length === 1) return 'element';
  if (where !== 'set' && where !== 'names') return 'value';
  const field = where === 'set' ? rest : rest.slice(1);
  const verb = field.findIndex((segment) => VERBS.includes(segment));
  if (verb >= 0) {
    const inside = field.slice(verb + 1);
    if (inside[1] === 'set' && inside.length > 2) return 'clear';
    return inside.length === 1 ? 'element' : 'value';
  }
  const type = catalog.get(textChild(nodeAt(root, pointer('changes', index ?? '')), 'type') ?? '');
  const shape = type && isConfigurable(type) ? shapeAt(type, field) : undefined;
  return shape && field.length > 0 && !isSetLike(shape) ? 'clear' : 'value';
}

/** What belongs to another object says to which; nothing else does. */
function parentFindings(entry: MapNode, type: ResourceType): Diagnostic[] {
  const inside = entry.entries.get('in');
  const at = entry.entries.get('type')?.key.at ?? entry.at;
  const say = (message: string, hint: string, place: Position): Diagnostic[] => [
    { severity: 'error', code: 'entry.in', message, hint, at: place },
  ];
  if (type.parent === undefined) {
    if (inside && type.singleton)
      return say(
        'An org has only one of these: it belongs to nothing else.',
        'Take `in` out.',
        inside.key.at,
      );
    return inside
      ? say(`${subjectOf(type)} does not belong to another object.`, 'Take `in` out.', inside.key.at)
      : [];
  }
  const { noun } = typeNamed(type.parent);
  if (type.byParent)
    return inside
      ? say(`${subjectOf(type)} goes by the name of its ${noun}.`, 'Take `in` out.', inside.key.at)
      : [];
  return inside
    ? []
    : say(`The entry does not say which ${noun} it is in.`, `Add  in: <name of the ${noun}>`, at);
}

function namingFindings(entry: MapNode, type: ResourceType): Diagnostic[] {
  const name = entry.entries.get('name');
  const names = entry.entries.get('names');
  const at = entry.entries.get('type')?.key.at ?? entry.at;
  if (type.singleton) {
    return ['name', 'names', 'was'].flatMap((key) => {
      const said = entry.entries.get(key);
      const message = `An org has only one of these: the entry has no \`${key}\`.`;
      const hint = `Take \`${key}\` out.`;
      return said ? [{ severity: 'error', code: 'entry.name', message, hint, at: said.key.at }] : [];
    });
  }
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
  return texts(was?.value)
    .filter((old) => old.name === textChild(entry, 'name'))
    .map(({ at: place }) => ({
      severity: 'error',
      code: 'entry.was',
      message: 'The old name and the new one are the same.',
      at: place,
    }));
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
      say(
        'action.impossible',
        `${subjectOf(type)} cannot be deleted by a changeset.`,
        'action',
        type.singleton
          ? 'Every org has its own: to set fields back, write their values below  set:  and take `action` out.'
          : undefined,
      );
  } else if (entry.entries.has('force')) {
    say('action.force', '`force` belongs to `action: delete`.', 'force');
  }
  if (word === 'switch' && !type.operational) {
    say('action.impossible', `${subjectOf(type)} has no live switch.`, 'action', 'Write  action: update');
  }
  if (word === 'switch' && type.operational) {
    const switches = type.operational.map((path) => `${path.slice(1)}: …`).join(', ');
    if (expanded(entry).some(({ set }) => set.entries.size === 0)) {
      say(
        'action.switch',
        'The entry does not say which switch it turns.',
        'action',
        `Add  set: { ${switches} }`,
      );
    }
    if (entry.entries.has('was'))
      say('action.switch', 'A rename is no live switch: `was` cannot go with `action: switch`.', 'was');
  }
  if (word === 'create' && !type.calls.create) {
    say(
      'action.impossible',
      `${subjectOf(type)} cannot be created by a changeset${type.singleton ? '' : ' yet'}.`,
      'action',
      type.singleton ? 'Every org has its own: write  action: update' : undefined,
    );
  }
  if (word === 'create' && entry.entries.has('was')) {
    say('action.create', 'What is renamed exists already: `was` cannot go with `action: create`.', 'was');
  }
  const [old] = texts(child(entry, 'was'));
  if (old && (word === 'ensure' || word === 'update') && !type.singleton && !isRenamable(type)) {
    findings.push(renameImpossible(type, old, textChild(entry, 'name')));
  }
  return findings;
}

function subjectOf(type: ResourceType): string {
  return type.singleton ? `The ${type.noun}` : withCapitalArticle(type.noun);
}

function renameImpossible(
  type: ResourceType,
  old: { readonly name: string; readonly at: Position },
  name: string | undefined,
): Diagnostic {
  const [from, to] = [quote(old.name), name === undefined ? 'the new one' : quote(name)];
  const field = identityField(type);
  const renamed = field === 'name' ? 'rename' : `change the ${field} of`;
  return {
    severity: 'error',
    code: 'rename.impossible',
    message: `Genesys Cloud cannot ${renamed} ${withArticle(type.noun)}.`,
    hint: type.calls.create
      ? `To replace it: create ${to}, move what uses ${from}, delete ${from} in a later release.`
      : `Rename it in Genesys Cloud itself, then name it ${to} here, without  was:`,
    at: old.at,
  };
}

/** One entry for each name. An entry that has errors is expanded as far as it goes. */
function expanded(node: MapNode): Entry[] {
  const type = textChild(node, 'type');
  if (type === undefined || !catalog.has(type)) return [];
  const set = asMap(child(node, 'set'), node);
  const names = child(node, 'names');
  const name = child(node, 'name');
  if (typeNamed(type).singleton) return [entryOf(node, type, { name: '', at: typeAt(node) }, set)];
  if (name?.kind === 'scalar' && typeof name.value === 'string') {
    return [entryOf(node, type, namedBy(name), set)];
  }
  if (names?.kind === 'list') {
    return names.items.flatMap((item) =>
      item.kind === 'scalar' && typeof item.value === 'string'
        ? [entryOf(node, type, namedBy(item), set)]
        : [],
    );
  }
  if (names?.kind !== 'map') return [];
  return [...names.entries.values()].map(({ key, value }) =>
    entryOf(node, type, namedBy(key), value.kind === 'map' ? asMap(merged(set, value), node) : set),
  );
}

function asMap(node: Node | undefined, entry: MapNode): MapNode {
  return node?.kind === 'map' ? node : { kind: 'map', at: entry.at, entries: new Map() };
}

interface Named {
  readonly name: string;
  readonly at: Position;
}

function namedBy({ value, at }: ScalarNode): Named {
  return { name: String(value), at };
}

function typeAt(node: MapNode): Position {
  return node.entries.get('type')?.value.at ?? node.at;
}

function entryOf(node: MapNode, type: string, { name, at }: Named, set: MapNode): Entry {
  const inside = child(node, 'in');
  const why = textChild(node, 'why');
  const only = texts(child(node, 'only')).map((item) => item.name);
  const force = child(node, 'force');
  return {
    type,
    name,
    ...(typeNamed(type).byParent ? { in: { name, at } } : {}),
    ...(inside?.kind === 'scalar' ? { in: namedBy(inside) } : {}),
    action: (textChild(node, 'action') ?? 'ensure') as Action,
    was: texts(child(node, 'was')),
    set,
    ...(why === undefined ? {} : { why }),
    ...(only.length > 0 ? { only } : {}),
    force: force?.kind === 'scalar' && force.value === true,
    at,
  };
}

function texts(node: Node | undefined): { name: string; at: Node['at'] }[] {
  const items = node?.kind === 'list' ? node.items : node ? [node] : [];
  return items.flatMap((item) =>
    item.kind === 'scalar' && typeof item.value === 'string' ? [{ name: item.value, at: item.at }] : [],
  );
}

/** Whether the entry says all by which its object is known. */
function isNamed({ type: name, name: own, in: inside }: Entry): boolean {
  const type = typeNamed(name);
  return (type.singleton || own !== '') && (type.parent === undefined || (inside?.name ?? '') !== '');
}

function duplicateFindings(entries: readonly Entry[]): Diagnostic[] {
  const seen = new Map<string, Entry>();
  const findings: Diagnostic[] = [];
  for (const entry of entries) {
    const type = typeNamed(entry.type);
    const name = type.caseless ? entry.name.toLowerCase() : entry.name;
    const key = JSON.stringify([entry.type, entry.in?.name ?? '', name]);
    const earlier = seen.get(key);
    if (earlier) {
      findings.push({
        severity: 'error',
        code: 'entry.twice',
        message: type.singleton
          ? `An entry for the ${type.noun} stands on line ${earlier.at.line} already.`
          : `The ${type.noun} ${quote(entry.name)} has an entry already, on line ${earlier.at.line}.`,
        hint: `One object, one entry: ${remedyFor(type, isSwitch(entry, earlier))}`,
        at: entry.at,
      });
    } else seen.set(key, entry);
  }
  return findings;
}

function remedyFor(type: ResourceType, isSwitched: boolean): string {
  if (isSwitched) return 'what turns a live switch goes into a changeset of its own.';
  if (type.kind === undefined) return 'put both into one.';
  return `put both into one, or, where these are two ${type.noun}s of different types, into two changesets.`;
}

/** Whether one of two entries turns a live switch, and the other does something else. */
function isSwitch(one: Entry, other: Entry): boolean {
  return (one.action === 'switch') !== (other.action === 'switch');
}
