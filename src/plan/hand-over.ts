import type { Diagnostic } from '../diagnostics.ts';
import type { Environment, Receiver } from '../environment/environment.ts';
import { type Change, titleOf } from './operations.ts';

/** What to do about an object whose secret nobody has. */
export const NEW_SECRET =
  'Nobody can read it again: generate a new secret in Genesys Cloud (Admin > Integrations > OAuth), and give it to whom it is for.';

/** Who is given what the platform says only once of a new object; undefined where the mapping does not say it. */
export function receiverOf(environment: Environment, type: string, name: string): Receiver | undefined {
  return environment.handOver?.get(type)?.get(name);
}

/** What messages call it: "the file secrets/crm.txt". */
export function receiverWords(receiver: Receiver): string {
  return 'file' in receiver
    ? `the file ${receiver.file}`
    : `the standard input of ${receiver.command.join(' ')}`;
}

/** The changes, each of which says where its secret will go; and those that lack a place for it. */
export function withHandOvers(
  changes: readonly Change[],
  environment: Environment,
): { readonly changes: readonly Change[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const told = changes.map((change): Change => {
    const { type, name, before, after, restore, at } = change;
    const field = type.handOver?.slice(1);
    if (field === undefined || before || !after || restore) return change;
    const receiver = receiverOf(environment, type.type, name);
    if (receiver) {
      const note = `its ${field} goes to ${receiverWords(receiver)}, and is kept nowhere else`;
      return { ...change, notes: [...change.notes, note] };
    }
    diagnostics.push({
      severity: 'error',
      code: 'handOver.missing',
      message: `Genesys Cloud says the ${field} of the new ${titleOf({ ...change, type: type.type })} only once, and ${environment.file} does not say who is given it.`,
      hint: `Add  handOver: { ${type.type}: { ${JSON.stringify(name)}: { file: … } } }  or  { command: [ … ] }, which reads it from its standard input.`,
      ...(at ? { at } : {}),
    });
    return change;
  });
  return { changes: told, diagnostics };
}
