import type { Plan } from '../../src/plan/plan.ts';
import type { DeploymentEvent } from '../../src/store/events.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { Journal } from '../../src/store/store.ts';

/** A deployment as it lies on the disk. */
export interface Written {
  readonly id: string;
  readonly plan: Plan;
  readonly events: readonly DeploymentEvent[];
}

/** A store of which one can take copies, and begin another one with a copy. */
export class Disk extends MemoryStore {
  readonly #written = new Map<string, { readonly plan: Plan; readonly events: DeploymentEvent[] }>();

  static async with(all: readonly Written[]): Promise<Disk> {
    const disk = new Disk();
    for (const { id, plan, events } of all) {
      const journal = await disk.begin(id, plan);
      for (const event of events) await journal.append(event);
    }
    return disk;
  }

  copy(): readonly Written[] {
    return [...this.#written].map(([id, { plan, events }]) => ({ id, plan, events: [...events] }));
  }

  override async begin(id: string, plan: Plan): Promise<Journal> {
    const journal = await super.begin(id, plan);
    this.#written.set(id, { plan, events: [] });
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
      close: () => journal.close(),
    };
  }
}
