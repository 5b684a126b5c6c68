import { catalog, isConfigurable } from '../catalog/index.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import type { Grant } from './facts.ts';
import { allows } from './identify.ts';
import { ALL, isDivided, needsOf } from './rights.ts';

/** What a client may do with objects of a type. */
export type Ability =
  | { readonly may: 'yes' }
  /** Only in these divisions, by name where they have one. */
  | { readonly may: 'some'; readonly divisions: readonly string[] }
  | { readonly may: 'no'; readonly lacks: readonly string[] }
  /** The contract does not say what it takes. */
  | { readonly may: 'unknown' }
  /** There is no such call. */
  | { readonly may: 'never' };

/** What a client may do with objects of one type, action by action. */
export interface TypeAbilities {
  readonly type: string;
  readonly read: Ability;
  readonly create: Ability;
  readonly update: Ability;
  readonly delete: Ability;
}

/** What these grants allow with every type that a changeset can configure, by type name. */
export function abilitiesOf(grants: readonly Grant[]): TypeAbilities[] {
  const types = [...catalog.values()].filter(isConfigurable);
  return types.map((type) => abilities(type, grants)).sort((a, b) => (a.type < b.type ? -1 : 1));
}

function abilities(type: ResourceType, grants: readonly Grant[]): TypeAbilities {
  const { list, read, create, update, remove } = type.calls;
  const parts = Object.values(type.parts ?? {});
  const writesOfParts = parts.flatMap((part) => [
    part.add,
    part.remove,
    ...(part.change ? [part.change] : []),
  ]);
  const reads = [list, read, ...parts.map((part) => part.read.op)];
  const updates = [update, ...[...writesOfParts, ...Object.values(type.moves ?? {})].map(({ op }) => op)];
  const may = (ops: readonly (string | undefined)[], work: readonly string[] = []): Ability => {
    const needs = ops.flatMap((op) => (op === undefined ? [] : needsOf(op)));
    const isCalled = ops.some((op) => op !== undefined) || work.length > 0;
    return isCalled
      ? ability([...needs, ...work.map((permission) => [permission])], isDivided(type), grants)
      : { may: 'never' };
  };
  const replaced = Object.entries(type.files ?? {}).filter(([path]) => !type.createOnly?.includes(path));
  const effective = replaced.flatMap(([, { then }]) => (then ? [then.op] : []));
  const jobs = replaced.flatMap(([, { job }]) => (job === undefined ? [] : [type.jobs?.[job]]));
  const reading = may(reads);
  return {
    type: type.type,
    // What can be read without any permission has none in the contract.
    read: reading.may === 'unknown' ? { may: 'yes' } : reading,
    create: may(
      [create],
      jobs.flatMap((job) => job?.making ?? []),
    ),
    update: may(
      [...updates, ...effective],
      jobs.flatMap((job) => job?.changing ?? []),
    ),
    delete: may([remove]),
  };
}

/** All needs together: as far as the narrowest of them goes. */
function ability(needs: readonly (readonly string[])[], divided: boolean, grants: readonly Grant[]): Ability {
  if (needs.length === 0) return { may: 'unknown' };
  const extents = needs.map((need) => ({ need, in: extentOf(need, divided, grants) }));
  const lacks = extents
    .filter(({ in: divisions }) => divisions?.length === 0)
    .map(({ need }) => need.join(' or '));
  if (lacks.length > 0) return { may: 'no', lacks: [...new Set(lacks)] };
  const limited = extents.flatMap(({ in: divisions }) => (divisions ? [divisions] : []));
  const [first, ...rest] = limited;
  if (!first) return { may: 'yes' };
  const common = first.filter((division) => rest.every((divisions) => divisions.includes(division)));
  if (common.length > 0) return { may: 'some', divisions: common.map((id) => nameIn(grants, id)) };
  return { may: 'no', lacks: [...new Set(needs.map((need) => need.join(' or ')))] };
}

/** The divisions in which one of the permissions is held; undefined for all. */
function extentOf(need: readonly string[], divided: boolean, grants: readonly Grant[]): string[] | undefined {
  const having = grants.filter((grant) => need.some((permission) => allows(grant, permission)));
  if (having.some(({ division }) => division === ALL) || (!divided && having.length > 0)) return undefined;
  return [...new Set(having.map(({ division }) => division))];
}

function nameIn(grants: readonly Grant[], id: string): string {
  return grants.find(({ division }) => division === id)?.divisionName ?? id;
}
