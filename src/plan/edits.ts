import { typeNamed } from '../catalog/index.ts';
import { type ObjectShape, type Shape, shapeOf } from '../catalog/shape.ts';
import type { Part, Reference, ResourceType } from '../catalog/vocabulary.ts';
import type { Diagnostic, Position } from '../diagnostics.ts';
import { type Environment, liveName } from '../environment/environment.ts';
import { type Json, type JsonObject, objectOf } from '../json/json.ts';
import { type Pointer, pointer } from '../json/pointer.ts';
import { child, jsonOf, type MapNode, type Node, type ScalarNode } from '../yaml/node.ts';
import {
  type Edit,
  type ElementsEdit,
  type ItemsEdit,
  NamedReference,
  type Wanted,
  type WantedElement,
  type WantedObject,
  WantedSet,
} from './intent.ts';
import { substitute } from './substitute.ts';

/** Turns the `set` of one entry into edits of its document. The entry has passed its type's schema. */
export class EditReader {
  readonly #type: ResourceType;
  readonly #environment: Environment;
  readonly #name: string;
  readonly #diagnostics: Diagnostic[];
  readonly #notes: string[];

  constructor(
    type: ResourceType,
    environment: Environment,
    name: string,
    diagnostics: Diagnostic[],
    notes: string[],
  ) {
    this.#type = type;
    this.#environment = environment;
    this.#name = name;
    this.#diagnostics = diagnostics;
    this.#notes = notes;
  }

  edits(set: MapNode): Edit[] {
    return this.#object(shapeOf(this.#type).root, set, '');
  }

  #object(shape: ObjectShape, node: MapNode, path: Pointer): Edit[] {
    return [...node.entries].flatMap(([key, { value }]) => {
      const field = shape.fields.get(key);
      return field ? this.#field(field, value, path + pointer(key)) : [];
    });
  }

  #field(shape: Shape, node: Node, path: Pointer): Edit[] {
    if (isNull(node)) return [{ verb: 'put', path, value: null, at: node.at }];
    if (shape.kind === 'object' && node.kind === 'map') return this.#object(shape, node, path);
    if (shape.kind === 'map' && node.kind === 'map') {
      return [...node.entries].flatMap(([key, { value }]) =>
        this.#field(shape.value, value, path + pointer(key)),
      );
    }
    if (shape.kind === 'list') return [this.#items(shape.item, node, path)];
    if (shape.kind === 'set') {
      const read = (elements: Node | undefined) => this.#setElements(shape.element, elements);
      return [this.#elements(read, node, path, shape.element.noun ?? 'entry', {})];
    }
    if (shape.kind === 'part') {
      const read = (elements: Node | undefined) => this.#partElements(shape.part, elements);
      return [this.#elements(read, node, path, shape.part.noun, initialAttributes(shape.part))];
    }
    if (shape.kind === 'reference') {
      const reference = this.#reference(shape.to, node);
      return reference ? [{ verb: 'put', path, value: reference, at: node.at }] : [];
    }
    return [{ verb: 'put', path, value: this.#wanted(shape, node), at: node.at }];
  }

  /** A value that is written whole. */
  #wanted(shape: Shape | undefined, node: Node): Wanted {
    if (isNull(node)) return null;
    if (shape?.kind === 'reference') return this.#reference(shape.to, node) ?? null;
    if (shape?.kind === 'set') return new WantedSet(this.#setElements(shape.element, node));
    if (node.kind === 'scalar') return this.#scalar(shape, node);
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
        return [key, this.#wanted(field, value)];
      }),
    );
  }

  #scalar(shape: Shape | undefined, node: ScalarNode): Json {
    if (typeof node.value !== 'string') return node.value;
    const value = this.#text(node.value, node.at);
    if (shape && !fits(shape, value)) {
      const wanted =
        shape.kind === 'choice' ? `one of ${shape.of.join(', ')}` : shape.kind === 'scalar' ? shape.is : '';
      const message = `${node.text} is ${JSON.stringify(value)} in ${this.#environment.name}; ${wanted} is expected.`;
      this.#diagnostics.push({ severity: 'error', code: 'variable.type', message, at: node.at });
    }
    return value;
  }

  #text(text: string, at: Position): Json {
    const scope = {
      variables: this.#environment.variables,
      mapping: this.#environment.file,
      name: this.#name,
    };
    return substitute(text, scope, at, this.#diagnostics);
  }

  /** Undefined for an object that this org lacks on purpose. */
  #reference(to: Reference, node: Node): NamedReference | undefined {
    if (node.kind === 'map') {
      const [key, entry] = [...node.entries][0] ?? [];
      if (key === undefined || entry?.value.kind !== 'scalar') return undefined;
      if (to.kinds) return this.#named(to, key, entry.value);
      const special = { type: to.type ?? '', name: key, live: key, noun: typeNamed(to.type ?? '').noun };
      return new NamedReference({ ...special, special: key, at: node.at });
    }
    return node.kind === 'scalar' ? this.#named(to, to.type ?? '', node) : undefined;
  }

  #named(to: Reference, type: string, node: ScalarNode): NamedReference | undefined {
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
    });
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
    const to: Reference = { type: part.type };
    if (node?.kind === 'list') {
      return node.items.flatMap((item) => {
        const reference = this.#reference(to, item);
        return reference ? [{ reference, attributes: {} }] : [];
      });
    }
    if (node?.kind !== 'map') return [];
    return [...node.entries.values()].flatMap(({ key, value }) => {
      const reference = this.#reference(to, key);
      const attributes = jsonOf(value);
      return reference ? [{ reference, attributes: (attributes ?? {}) as JsonObject }] : [];
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
      remove: read(child(node, 'remove')).map((element) => element.reference),
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
  const single = [...edit.add, ...edit.change].map((element) => element.reference);
  if (edit.exactly && single.length + edit.remove.length > 0) return [exactlyAlone(edit.at)];
  const removed = new Set(edit.remove.map((reference) => `${reference.type}/${reference.live}`));
  return single
    .filter((reference) => removed.has(`${reference.type}/${reference.live}`))
    .map((reference) => ({
      severity: 'error',
      code: 'list.both',
      message: `"${reference.name}" is both added and removed.`,
      at: reference.at,
    }));
}
