import { unlock } from '../deploy/lock.ts';
import { mappingFile, type Project, storeFolderOf } from '../project.ts';
import { visible } from '../render/style.ts';
import type { Outcome } from './command.ts';
import { confirmByName } from './confirm.ts';
import type { Io } from './io.ts';

/** Takes away a lock whose run is dead; asks first where it does not look dead. */
export async function unlockCommand(
  project: Project,
  name: string,
  lockId: string,
  given: { readonly yes?: boolean },
  io: Io,
): Promise<Outcome> {
  await mappingFile(project, name);
  const confirm = (holder: string): Promise<void> =>
    confirmByName(io, name, `Its run may be writing at this moment: ${visible(holder)}.`, given.yes === true);
  const unlocked = await unlock(await storeFolderOf(project, name), name, lockId, confirm);
  if (!unlocked) return { text: `${name} is not locked.\n`, json: { lock: null } };
  const { owner, run, deployment, acquiredAt } = unlocked.lock;
  return {
    text: `${name} is unlocked. It was locked by ${visible(unlocked.words)}.\n`,
    json: {
      lock: {
        id: lockId,
        environment: name,
        owner: { ...owner },
        run,
        deployment: deployment ?? null,
        acquiredAt,
      },
    },
  };
}
