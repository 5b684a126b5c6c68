import type { Plan } from '../../src/plan/plan.ts';
import type { DeploymentEvent } from '../../src/store/events.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { contentPath, type Journal } from '../../src/store/store.ts';

/** A deployment as it lies on the disk. */
export interface Written {
  readonly id: string;
  readonly plan: Plan;
  readonly events: readonly DeploymentEvent[];
  /** The files that it keeps, by their paths in its folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

interface Writing {
  readonly plan: Plan;
  readonly events: DeploymentEvent[];
  readonly files: Map<string, Uint8Array>;
}

/** A store of which one can take copies, and begin another one with a copy. */
export class Disk extends MemoryStore {
  readonly #written = new Map<string, Writing>();

  static async with(all: readonly Written[]): Promise<Disk> {
    const disk = new Disk();
    for (const { id, plan, events, files } of all) {
      const journal = await disk.begin(id, plan, files);
      for (const event of events) await journal.append(event);
    }
    return disk;
  }

  copy(): readonly Written[] {
    return [...this.#written].map(([id, { plan, events, files }]) => ({
      id,
      plan,
      events: [...events],
      files: new Map(files),
    }));
  }

  override async begin(id: string, plan: Plan, files?: ReadonlyMap<string, Uint8Array>): Promise<Journal> {
    const journal = await super.begin(id, plan, files);
    this.#written.set(id, { plan, events: [], files: new Map(files) });
    return this.#copied(id, journal);
  }

  override async reopen(id: string): Promise<Journal> {
    return this.#copied(id, await super.reopen(id));
  }

  #copied(id: string, journal: Journal): Journal {
    return {
      append: async (event) => {
        await journal.append(event);
        this.#written.get(id)?.events.push(event);
      },
      keep: async (bytes) => {
        const digest = await journal.keep(bytes);
        this.#written.get(id)?.files.set(contentPath(digest), bytes);
        return digest;
      },
      close: () => journal.close(),
    };
  }
}
