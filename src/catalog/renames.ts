import { typeFacts } from './generated/types.ts';
import type { ResourceType } from './vocabulary.ts';

/** The type whose names in a mapping objects of this one go by. */
export function calledAs({ type, parent, byParent }: ResourceType): string {
  return byParent && parent !== undefined ? parent : type;
}

/**
 * Whether Genesys Cloud can give objects of the type another name.
 * @param createOnly what the contract says only a create can set [of the generated facts]
 */
export function isRenamable(
  type: ResourceType,
  createOnly: readonly string[] = typeFacts[type.type]?.createOnly ?? [],
): boolean {
  const fixed = [...(type.createOnly ?? []), ...createOnly.map((name) => `/${name}`)];
  const isHeld = Object.values(type.sections ?? {}).some(({ holds }) => holds?.[type.identity] !== undefined);
  if (isHeld) return true;
  return (
    type.calls.update !== undefined && !type.singleton && !type.byParent && !fixed.includes(type.identity)
  );
}
