import { readFile, readlink } from 'node:fs/promises';

/**
 * What tells the process numbers of this machine from those of any other: on Linux the boot and the PID namespace, so
 * that containers that share a host name are told apart. Undefined where nothing as certain is at hand.
 */
export async function thisMachine(): Promise<string | undefined> {
  try {
    const [boot, pids] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readlink('/proc/self/ns/pid'),
    ]);
    return `${boot.trim()} ${pids}`;
  } catch {
    return undefined;
  }
}

/** Whether a process is certainly gone. One of another machine, or of one that cannot be told, never is. */
export async function isGone({
  machine,
  process: pid,
}: {
  machine?: string;
  process: number;
}): Promise<boolean> {
  if (machine === undefined || machine !== (await thisMachine())) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
