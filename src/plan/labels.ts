import { typeNamed } from '../catalog/index.ts';
import { type Shape, shapeOf } from '../catalog/shape.ts';
import type { Reference, ResourceType } from '../catalog/vocabulary.ts';
import { changesetName, type Environment } from '../environment/environment.ts';
import { get, isArray, isObject, type Json, type JsonObject } from '../json/json.ts';
import { childId, idOf } from './document.ts';
import { identityOf, idOfObject } from './facts.ts';

/** From IDs to the names that people know, in the changeset's words. */
export class Labels {
  readonly #names = new Map<string, string>();
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Takes the names of an object, and of those that it refers to, from its answer. */
  read(type: ResourceType, raw: JsonObject): void {
    this.set(type.type, idOfObject(raw), identityOf(type, raw));
    this.#walk(shapeOf(type).root, raw);
  }

  /** An exact name is kept when a weaker one comes later. */
  set(type: string, id: string, live: string): void {
    if (id !== '' && live !== '') this.#names.set(id, changesetName(this.#environment, type, live));
  }

  /** A name that may not be the identity: a member's display name, say. */
  suggest(id: string, name: string): void {
    if (!this.#names.has(id)) this.#names.set(id, name);
  }

  of(id: string): string | undefined {
    return this.#names.get(id);
  }

  #walk(shape: Shape | undefined, raw: Json): void {
    if (shape?.kind === 'reference') this.#reference(shape.to, raw);
    else if (shape?.kind === 'set' && isArray(raw))
      for (const item of raw) this.#reference(shape.element, item);
    else if ((shape?.kind === 'array' || shape?.kind === 'list') && isArray(raw)) {
      for (const item of raw) this.#walk(shape.item, item);
    } else if (isObject(raw) && (shape?.kind === 'object' || shape?.kind === 'map')) {
      for (const [key, value] of Object.entries(raw)) {
        const field = shape.kind === 'object' ? shape.fields.get(key) : shape.value;
        if (field?.kind === 'reference' && field.to.in !== undefined) this.#child(field.to, value, raw);
        else this.#walk(field, value);
      }
    }
  }

  /** A child is known by its parent's ID and its own. */
  #child(to: Reference, raw: Json, siblings: JsonObject): void {
    const own = idOf(raw);
    const parent = idOf(get(siblings, to.in ?? ''));
    const name = isObject(raw) ? identityOf(typeNamed(to.type ?? ''), raw) : '';
    if (own !== undefined && parent !== undefined) this.set(to.type ?? '', childId(parent, own), name);
  }

  #reference(to: Reference, raw: Json): void {
    const id = idOf(raw);
    const name = isObject(raw) ? get(raw, 'name') : undefined;
    if (id === undefined || typeof name !== 'string') return;
    const kind = to.by && isObject(raw) ? get(raw, to.by) : undefined;
    const type = to.type ?? (typeof kind === 'string' ? to.kinds?.[kind] : undefined);
    if (type !== undefined && typeNamed(type).identity === '/name') this.set(type, id, name);
    else this.suggest(id, name);
  }
}
