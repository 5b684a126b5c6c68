import { typeNamed } from '../catalog/index.ts';
import { canonicalLocalTime } from '../catalog/local-time.ts';
import { type ObjectShape, type Shape, shapeOf } from '../catalog/shape.ts';
import type { FileFacts, Pair, Part, Reference, ResourceType } from '../catalog/vocabulary.ts';
import { type Contents, rowFile } from '../changeset/files.ts';
import type { Diagnostic, Position } from '../diagnostics.ts';
import { type Environment, liveName } from '../environment/environment.ts';
import { type Json, type JsonObject, objectOf } from '../json/json.ts';
import { isMark } from '../json/marks.ts';
import { isAt, type Pattern, type Pointer, pointer } from '../json/pointer.ts';
import { child, jsonOf, type MapNode, type Node, type ScalarNode } from '../yaml/node.ts';
import {
  type Edit,
  type ElementsEdit,
  type ItemsEdit,
  NamedReference,
  PlainValue,
  type Wanted,
  type WantedElement,
  type WantedObject,
  WantedSet,
} from './intent.ts';
import { keyFieldOf } from './part-steps.ts';
import { type ReadFile, readProjectFile } from './project-files.ts';
import { rowsOfFile } from './row-file.ts';
import { substitute } from './substitute.ts';

/** What the entries of a changeset are read with. */
export interface Surroundings {
  readonly environment: Environment;
  readonly contents: Contents;
  /** Takes what is wrong. */
  readonly diagnostics: Diagnostic[];
  /** Takes what was left out on purpose. */
  readonly notes: string[];
}

/** Turns the `set` of one entry into edits of its document. The entry has passed its type's schema. */
export class EditReader {
  readonly #type: ResourceType;
  readonly #environment: Environment;
  readonly #contents: Contents;
  readonly #name: string;
  readonly #diagnostics: Diagnostic[];
  readonly #notes: string[];
  /** The files that the entry names. */
  readonly files: ReadFile[] = [];

  constructor(type: ResourceType, name: string, around: Surroundings) {
    this.#type = type;
    this.#name = name;
    this.#environment = around.environment;
    this.#contents = around.contents;
    this.#diagnostics = around.diagnostics;
    this.#notes = around.notes;
  }

  edits(set: MapNode): Edit[] {
    return this.#object(shapeOf(this.#type).root, set, '');
  }

  #object(shape: ObjectShape, node: MapNode, path: Pointer): Edit[] {
    return [...node.entries].flatMap(([key, { value }]) => {
      const field = shape.fields.get(key);
      if (!field) return [];
      if (field.kind === 'reference' && field.to.in !== undefined && !isNull(value)) {
        const reference = this.#child(field.to, value, shape, node);
        return reference ? [{ verb: 'put', path: path + pointer(key), value: reference, at: value.at }] : [];
      }
      return this.#field(field, value, path + pointer(key));
    });
  }

  #field(shape: Shape, node: Node, path: Pointer): Edit[] {
    const isWhole = this.#type.writeOnly?.includes(path);
    if (isNull(node) || isWhole)
      return [{ verb: 'put', path, value: this.#wanted(shape, node), at: node.at }];
    if (shape.kind === 'object' && node.kind === 'map') return this.#object(shape, node, path);
    if (shape.kind === 'map' && node.kind === 'map') return this.#map(shape, node, path);
    if (shape.kind === 'merged' && node.kind === 'map') {
      return [...node.entries].flatMap(([key, { value }]) => this.#field(shape, value, path + pointer(key)));
    }
    if (shape.kind === 'file') {
      return [{ verb: 'put', path, value: this.#digest(jsonOf(node), shape.facts, path), at: node.at }];
    }
    if (shape.kind === 'list') return [this.#items(shape.item, node, path)];
    if (shape.kind === 'set') {
      const read = (elements: Node | undefined) => this.#setElements(shape.element, elements);
      return [this.#elements(read, node, path, shape.element.noun ?? 'entry', {})];
    }
    if (shape.kind === 'values') {
      const read = (elements: Node | undefined) => this.#plainElements(elements);
      return [this.#elements(read, node, path, 'entry', {})];
    }
    if (shape.kind === 'part') {
      const read = (elements: Node | undefined) => this.#partElements(shape.part, elements);
      return [this.#elements(read, node, path, shape.part.noun, initialAttributes(shape.part))];
    }
    if (shape.kind === 'reference') {
      const reference = this.#reference(shape.to, node);
      return reference ? [{ verb: 'put', path, value: reference, at: node.at }] : [];
    }
    return [{ verb: 'put', path, value: this.#wanted(shape, node, path), at: node.at }];
  }

  #map(shape: Extract<Shape, { kind: 'map' }>, node: MapNode, path: Pointer): Edit[] {
    const { key: to } = shape;
    return [...node.entries.values()].flatMap(({ key, value }) => {
      if (!to) return this.#field(shape.value, value, path + pointer(String(key.value)));
      const reference = this.#reference(to, key);
      if (!reference) return [];
      return [
        { verb: 'keyed', path, key: reference, edits: this.#field(shape.value, value, ''), at: value.at },
      ];
    });
  }

  /** A child of what stands beside it. */
  #child(to: Reference, node: Node, shape: ObjectShape, siblings: MapNode): NamedReference | undefined {
    const field = to.in === undefined ? undefined : shape.fields.get(to.in);
    const beside = to.in === undefined ? undefined : siblings.entries.get(to.in)?.value;
    if (field?.kind === 'reference' && beside && !isNull(beside)) {
      const parent = this.#reference(field.to, beside);
      return parent && this.#reference(to, node, parent);
    }
    this.#diagnostics.push({
      severity: 'error',
      code: 'reference.parent',
      message: `The name alone does not say which ${to.noun ?? typeNamed(to.type ?? '').noun} is meant.`,
      hint: `Write ${to.in ?? ''} beside it.`,
      at: node.at,
    });
    return undefined;
  }

  /** A value that is written whole. */
  #wanted(shape: Shape | undefined, node: Node, path: Pattern = ''): Wanted {
    if (isNull(node)) return null;
    if (shape?.kind === 'reference') return this.#reference(shape.to, node) ?? null;
    if (shape?.kind === 'set') return new WantedSet(this.#setElements(shape.element, node));
    if (shape?.kind === 'values') return new WantedSet(this.#plainElements(node));
    if (shape?.kind === 'file') return this.#digest(jsonOf(node), shape.facts, '');
    if (node.kind === 'scalar') return this.#scalar(shape, node, path);
    if (node.kind === 'list') {
      const item = shape?.kind === 'array' || shape?.kind === 'list' ? shape.item : undefined;
      return node.items.map((value) => this.#wanted(item, value));
    }
    return this.#wantedObject(shape, node);
  }

  #wantedObject(shape: Shape | undefined, node: Node): WantedObject {
    if (node.kind !== 'map') return {};
    return Object.fromEntries(
      [...node.entries].map(([key, { value }]) => {
        const field =
          shape?.kind === 'object' ? shape.fields.get(key) : shape?.kind === 'map' ? shape.value : undefined;
        if (shape?.kind === 'object' && field?.kind === 'reference' && field.to.in !== undefined) {
          return [key, isNull(value) ? null : (this.#child(field.to, value, shape, node) ?? null)];
        }
        return [key, this.#wanted(field, value)];
      }),
    );
  }

  #scalar(shape: Shape | undefined, node: ScalarNode, path: Pattern): Json {
    if (typeof node.value !== 'string') return node.value;
    const value = this.#value(node.value, node.at, path);
    if (isMark(value)) {
      if (shape === undefined || shape.kind === 'any' || (shape.kind === 'scalar' && shape.is === 'text'))
        return value;
      const message = `A secret is a text; ${node.text} stands where Genesys Cloud takes none.`;
      this.#diagnostics.push({ severity: 'error', code: 'secret.place', message, at: node.at });
      return null;
    }
    if (shape && !fits(shape, value)) {
      const wanted =
        shape.kind === 'choice' ? `one of ${shape.of.join(', ')}` : shape.kind === 'scalar' ? shape.is : '';
      const message = `${node.text} is ${JSON.stringify(value)} in ${this.#environment.name}; ${wanted} is expected.`;
      this.#diagnostics.push({ severity: 'error', code: 'variable.type', message, at: node.at });
    }
    const isLocalTime = shape?.kind === 'scalar' && shape.is === 'localTime' && typeof value === 'string';
    return isLocalTime ? canonicalLocalTime(value) : value;
  }

  /** A value of a row, in which no secret can stand. */
  #cell({ value, at }: ScalarNode): Json {
    return typeof value === 'string' ? this.#text(value, at) : value;
  }

  #text(text: string, at: Position): Json {
    const scope = {
      variables: this.#environment.variables,
      mapping: this.#environment.file,
      name: this.#name,
    };
    return substitute(text, scope, at, this.#diagnostics);
  }

  /** The digest of what is handed over of the file that a changeset names. */
  #digest(written: Json, facts: FileFacts, path: Pointer): Json {
    const content = this.#contents.get(String(written));
    if (!content) return null;
    const environment = this.#environment;
    const live = liveName(environment, this.#type.type, this.#name);
    const owner = { type: this.#type, name: this.#name, live, environment, diagnostics: this.#diagnostics };
    const read = readProjectFile(path, facts, content, owner);
    this.files.push(read);
    return read.digest;
  }

  /** A text in which a secret may stand. */
  #value(text: string, at: Position, path: Pattern): Json {
    const { variables, file: mapping, secrets } = this.#environment;
    const isTemplate = this.#type.templates?.some((pattern) => isAt(path, pattern)) ?? false;
    const scope = { variables, mapping, name: this.#name, secrets: new Set(secrets?.keys()), isTemplate };
    return substitute(text, scope, at, this.#diagnostics);
  }

  /** Undefined for an object that this org lacks on purpose. */
  #reference(to: Reference, node: Node, parent?: NamedReference): NamedReference | undefined {
    if (node.kind === 'map') {
      const [key, entry] = [...node.entries][0] ?? [];
      if (key === undefined || entry?.value.kind !== 'scalar') return undefined;
      if (to.kinds) return this.#named(to, key, entry.value);
      const special = { type: to.type ?? '', name: key, live: key, noun: typeNamed(to.type ?? '').noun };
      return new NamedReference({ ...special, special: key, at: node.at });
    }
    return node.kind === 'scalar' ? this.#named(to, to.type ?? '', node, parent) : undefined;
  }

  #named(to: Reference, type: string, node: ScalarNode, parent?: NamedReference): NamedReference | undefined {
    const name = String(this.#text(String(node.value), node.at));
    const noun = to.noun ?? typeNamed(type).noun;
    if (to.any && name === '*')
      return new NamedReference({ type, name, live: name, noun, special: '*', at: node.at });
    if (this.#environment.absent.get(type)?.has(name)) {
      this.#notes.push(
        `${noun} "${name}" is not in ${this.#environment.name} on purpose: left out of ${this.#type.noun} "${this.#name}"`,
      );
      return undefined;
    }
    const live = liveName(this.#environment, type, name);
    return new NamedReference({
      type,
      name,
      live,
      noun,
      at: node.at,
      ...(to.where ? { where: to.where } : {}),
      ...(parent ? { parent } : {}),
      byName: to.as === 'name',
    });
  }

  #plainElements(node: Node | undefined): WantedElement[] {
    const items = node?.kind === 'list' ? node.items : [];
    return items.flatMap((item) =>
      item.kind === 'scalar'
        ? [
            {
              reference: new PlainValue(String(this.#text(String(item.value), item.at)), item.at),
              attributes: {},
            },
          ]
        : [],
    );
  }

  #setElements(element: Reference, node: Node | undefined): WantedElement[] {
    const items = node?.kind === 'list' ? node.items : [];
    return items.flatMap((item) => {
      const reference = this.#reference(element, item);
      if (!reference) return [];
      const kind = Object.entries(element.kinds ?? {}).find(([, type]) => type === reference.type)?.[0];
      return [{ reference, attributes: element.by && kind !== undefined ? { [element.by]: kind } : {} }];
    });
  }

  #partElements(part: Part, node: Node | undefined): WantedElement[] {
    if (part.rows) return this.#rows(part, node);
    if (part.type === undefined) return this.#keyedElements(part, node);
    const to: Reference = { type: part.type, any: part.all ?? false };
    if (node?.kind === 'list') {
      return node.items.flatMap((item) => {
        const reference = this.#reference(to, item);
        return reference ? [{ reference, attributes: {} }] : [];
      });
    }
    if (node?.kind !== 'map') return [];
    return [...node.entries.values()].flatMap(({ key, value }) => {
      const reference = this.#reference(to, key);
      if (part.pair) return reference ? this.#pairs(part.pair, reference, value) : [];
      return reference ? [{ reference, attributes: this.#attributes(part, value) }] : [];
    });
  }

  /** Rows: the keys are texts, and what else stands there is judged where the columns are known. */
  #rows(part: Part, node: Node | undefined): WantedElement[] {
    const file = part.file && rowFile(node);
    if (file) {
      const content = this.#contents.get(String(jsonOf(file)));
      return content ? rowsOfFile(content, keyFieldOf(part), this.#diagnostics) : [];
    }
    if (node?.kind === 'list') {
      return node.items.flatMap((item) =>
        item.kind === 'scalar' ? [{ reference: this.#rowKey(item), attributes: {} }] : [],
      );
    }
    if (node?.kind !== 'map') return [];
    return [...node.entries.values()].map(({ key, value }) => {
      const columns = value.kind === 'map' ? [...value.entries] : [];
      return {
        reference: this.#rowKey(key),
        attributes: objectOf(
          columns.map(([name, entry]) => [
            name,
            entry.value.kind === 'scalar' ? this.#cell(entry.value) : jsonOf(entry.value),
          ]),
        ),
        places: new Map(columns.map(([name, entry]) => [name, entry.value.at])),
      };
    });
  }

  #rowKey(node: ScalarNode): PlainValue {
    const key = typeof node.value === 'string' ? this.#text(node.value, node.at) : node.value;
    if (typeof key !== 'string') {
      const message = `The key of a row is a text; ${node.text} is read as ${key === null ? 'nothing' : `a ${typeof key}`}.`;
      const hint = `Write it in quotes:  "${node.text}"`;
      this.#diagnostics.push({ severity: 'error', code: 'row.key', message, hint, at: node.at });
    }
    return new PlainValue(String(key), node.at);
  }

  /** Elements that are known by a text. */
  #keyedElements(part: Part, node: Node | undefined): WantedElement[] {
    if (node?.kind !== 'map') return this.#plainElements(node);
    return [...node.entries.values()].map(({ key, value }) => ({
      reference: new PlainValue(String(this.#text(String(key.value), key.at)), key.at),
      attributes: this.#attributes(part, value),
    }));
  }

  /** What is said of an element; of a file its digest. */
  #attributes(part: Part, node: Node): JsonObject {
    const said = node.kind === 'map' ? [...node.entries] : [];
    return objectOf(
      said.map(([name, { value }]) => {
        const facts = part.attributes?.[name]?.file;
        if (facts) return [name, this.#digest(jsonOf(value), facts, '')] as const;
        return [name, value.kind === 'scalar' ? this.#cell(value) : jsonOf(value)] as const;
      }),
    );
  }

  /** An element with each of its second halves. */
  #pairs(pair: Pair, reference: NamedReference, node: Node): WantedElement[] {
    const others = child(node, pair.attribute);
    return (others?.kind === 'list' ? others.items : []).flatMap((item) => {
      const other = this.#reference(pair.to, item);
      return other ? [{ reference, other, attributes: {} }] : [];
    });
  }

  #elements(
    read: (elements: Node | undefined) => WantedElement[],
    node: Node,
    path: Pointer,
    noun: string,
    initially: JsonObject,
  ): ElementsEdit {
    const exactly = child(node, 'exactly');
    const edit: ElementsEdit = {
      verb: 'elements',
      path,
      noun,
      add: read(child(node, 'add')),
      change: read(child(node, 'change')),
      remove: read(child(node, 'remove')),
      exactly: exactly && read(exactly),
      initially,
      at: node.at,
    };
    this.#diagnostics.push(...contradictions(edit));
    return edit;
  }

  #items(item: Shape, node: Node, path: Pointer): ItemsEdit {
    const each = (key: string): readonly Node[] => {
      const list = child(node, key);
      return list?.kind === 'list' ? list.items : [];
    };
    const pattern = (entry: Node, key: string): WantedObject =>
      this.#wantedObject(item, child(entry, key) ?? entry);
    const edit: ItemsEdit = {
      verb: 'items',
      path,
      add: each('add').map((value) => this.#wanted(item, value)),
      change: each('change').map((entry) => ({
        where: pattern(entry, 'where'),
        set: pattern(entry, 'set'),
        at: entry.at,
      })),
      remove: each('remove').map((entry) => ({ where: pattern(entry, 'where'), at: entry.at })),
      exactly: child(node, 'exactly') && each('exactly').map((value) => this.#wanted(item, value)),
      at: node.at,
    };
    if (edit.exactly && edit.add.length + edit.change.length + edit.remove.length > 0) {
      this.#diagnostics.push(exactlyAlone(edit.at));
    }
    return edit;
  }
}

function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null;
}

function fits(shape: Shape, value: Json): boolean {
  if (shape.kind === 'choice') return typeof value === 'string' && shape.of.includes(value);
  if (shape.kind !== 'scalar') return true;
  switch (shape.is) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    default:
      return typeof value === 'string';
  }
}

function initialAttributes(part: Part): JsonObject {
  return objectOf(
    Object.entries(part.attributes ?? {}).flatMap(([name, { initially }]) =>
      initially === undefined ? [] : [[name, initially] as const],
    ),
  );
}

function exactlyAlone(at: Position): Diagnostic {
  const message = '`exactly` says all of the list; `add`, `change` and `remove` cannot stand beside it.';
  return { severity: 'error', code: 'list.exactly', message, at };
}

function contradictions(edit: ElementsEdit): Diagnostic[] {
  const single = [...edit.add, ...edit.change];
  if (edit.exactly && single.length + edit.remove.length > 0) return [exactlyAlone(edit.at)];
  const removed = new Set(edit.remove.map((element) => wordsOf(element)[0]));
  return single
    .filter((element) => wordsOf(element).some((words) => removed.has(words)))
    .map(({ reference }) => ({
      severity: 'error',
      code: 'list.both',
      message: `"${reference.name}" is both added and removed.`,
      at: reference.at,
    }));
}

/** What an element is told from others by: as a whole, and for an element alone, all its pairs. */
function wordsOf({ reference, other }: Pick<WantedElement, 'reference' | 'other'>): string[] {
  const name = reference instanceof PlainValue ? reference.name : `${reference.type}/${reference.live}`;
  return other ? [`${name} ${other.live}`, name] : [name];
}
