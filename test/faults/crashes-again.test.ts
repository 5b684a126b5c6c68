import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrgState } from '../../src/sandbox/index.ts';
import type { Deployment } from '../../src/store/events.ts';
import type { Fate, Wreck } from './crash.ts';
import { MANY, MAPPING } from './many-operations.ts';
import { expectSame } from './outcome.ts';
import { type Ended, type Scene, Stage } from './stage.ts';

/** Of so many states that a run leaves behind, wherever it is killed, one is taken. */
const EACH = 64;
/** Of each kind of point at which the second process is killed, so many are taken. */
const OF_A_KIND = Number(process.env['KILLED_AGAIN'] ?? 2);
/** How late lists show what was made or deleted. */
const LATE_MS = 4000;

let stage: Stage;
let after: OrgState;
let first: readonly Wreck[];
let gone = 0;

beforeAll(async () => {
  stage = await Stage.of(MANY, MAPPING);
  await stage.scene(async (scene) => {
    const { wrecks } = await scene.wrecksOf((fate) => scene.apply(fate));
    first = wrecks.all.filter(({ disk }) => disk.some(({ events }) => events.length > 0));
    after = scene.sandbox.snapshot();
  });
});

/** A point without its number and its operation. */
function kindOf({ point }: Wreck): string {
  return point.replace(/\d+/, 'n').replace(/ of [^,]*/, '');
}

/** What a second process leaves behind when it is killed, too: some of each kind of point, from many states. */
async function killedAgain(second: (scene: Scene, fate: Fate) => Promise<Ended>): Promise<Wreck[]> {
  const kinds = new Map<string, number>();
  const found: Wreck[] = [];
  for (const wreck of first.filter((_, index) => index % EACH === EACH / 2)) {
    await stage.scene(
      async (scene) => {
        const { wrecks } = await scene.wrecksOf((fate) => second(scene, fate));
        const fresh = new Set<string>();
        for (const [index, again] of wrecks.all.entries()) {
          const kind = kindOf(again);
          // Not always the first of a kind: those are all near the beginning.
          const isTaken = fresh.has(kind) || index % 3 !== found.length % 3;
          if (isTaken || (kinds.get(kind) ?? 0) >= OF_A_KIND) continue;
          fresh.add(kind);
          kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
          found.push({ ...again, point: `${wreck.point}; then ${again.point}` });
        }
      },
      { wreck },
    );
  }
  return found;
}

async function rollbackIn(scene: Scene): Promise<Deployment | undefined> {
  return (await scene.deployments()).findLast(({ plan }) => plan.undoes !== undefined);
}

test('a resume that is killed is resumed, or rolled back', { timeout: 60_000 }, async () => {
  const wrecks = await killedAgain((scene, fate) => scene.resume(undefined, fate));
  expect(new Set(wrecks.map(({ point }) => kindOf({ point } as Wreck))).size).toBeGreaterThan(4);
  for (const wreck of wrecks) {
    await stage.scene(
      async (scene) => {
        expectSame(scene, after, await scene.resume(), wreck.point);
      },
      { wreck },
    );
    await stage.scene(
      async (scene) => {
        expectSame(scene, stage.seed, await scene.rollback(), wreck.point);
      },
      { wreck },
    );
  }
  gone += 2 * wrecks.length;
});

test('a rollback that is killed is rolled back again, or resumed', { timeout: 60_000 }, async () => {
  const wrecks = await killedAgain((scene, fate) => scene.rollback({ fate }));
  for (const wreck of wrecks) {
    await stage.scene(
      async (scene) => {
        expectSame(scene, stage.seed, await scene.rollback(), `again: ${wreck.point}`);
      },
      { wreck },
    );
    await stage.scene(
      async (scene) => {
        const stopped = await rollbackIn(scene);
        if (stopped) expectSame(scene, stage.seed, await scene.resume(stopped), `resume: ${wreck.point}`);
      },
      { wreck },
    );
  }
  gone += 2 * wrecks.length;
});

test('several kills in a row', { timeout: 60_000 }, async () => {
  for (let walk = 0; walk < 5; walk++) {
    let wreck = first[(walk * 37) % first.length];
    let isGoingBack = false;
    const said: string[] = [];
    for (let kill = 0; kill < 4 && wreck; kill++) {
      said.push(wreck.point);
      const start: Wreck = wreck;
      // Who has begun to go back does so to the end, by either command.
      isGoingBack ||= (walk + kill) % 4 === 3;
      wreck = await stage.scene(
        async (scene) => {
          const { wrecks, ended } = await scene.wrecksOf((fate) =>
            goOn(scene, isGoingBack, walk + kill, fate),
          );
          expectSame(scene, isGoingBack ? stage.seed : after, ended, said.join('; then '));
          return wrecks.all[(walk * 13 + kill * 7 + 5) % Math.max(1, wrecks.all.length)];
        },
        { wreck: start },
      );
      gone += 1;
    }
  }
});

async function goOn(scene: Scene, isGoingBack: boolean, turn: number, fate: Fate): Promise<Ended> {
  const stopped = isGoingBack && turn % 2 === 0 ? await rollbackIn(scene) : undefined;
  if (stopped) return scene.resume(stopped, fate);
  return isGoingBack ? scene.rollback({ fate }) : scene.resume(undefined, fate);
}

test('in an org whose lists show late what was made', { timeout: 60_000 }, async () => {
  const points = await stage.scene(async (scene) => {
    const { wrecks } = await scene.wrecksOf((fate) => scene.apply(fate));
    return wrecks.points;
  });
  for (let at = 3; at < points; at += 42) {
    for (const goesBack of [false, true]) {
      const play = async (scene: Scene): Promise<void> => {
        let passed = 0;
        await scene.apply(async () => passed++ < at);
        const goOn = () => (goesBack ? scene.rollback() : scene.resume());
        let ended = await goOn();
        // A plan may rest on a list that is late: what it would write over is read once more, and it stops.
        if (goesBack && /since the plan was made/.test(String(ended.error))) {
          await scene.clock.sleep(LATE_MS);
          ended = await goOn();
        }
        expectSame(scene, goesBack ? stage.seed : after, ended, `killed at point ${at}`);
      };
      await stage.scene(play, { listDelayMs: LATE_MS });
      gone += 1;
    }
  }
});

afterAll(() => {
  process.stdout.write(`\nkills after kills, and in orgs with late lists: ${gone} runs gone on with\n`);
});
