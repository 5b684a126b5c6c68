#!/usr/bin/env node
// What the main job costs, counted in calls, how well it uses the limit, and what starting costs, as ratios. Fails when a promise is not kept.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apply, simulate } from '../dist/index.js';
import { addTo, emptyOrg, paths, startSandbox } from '../dist/sandbox/index.js';
import { openFileStore } from '../dist/store/file-store.js';

const UPDATES = 200;
const PACED = 1000;
const LIMIT = 300;
/** Without a call for so long, everybody waits. */
const QUIET_MS = 500;
const program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const failures = [];

function promise(text, holds) {
  process.stdout.write(`  ${holds ? 'ok  ' : 'FAIL'} ${text}\n`);
  if (!holds) failures.push(text);
}

function largeOrg() {
  const org = emptyOrg();
  const add = (path, count, nameOf) => {
    for (let i = 0; i < count; i++) addTo(org, path, nameOf(i));
  };
  add(paths.QUEUES, 2000, (i) => `Queue ${i}`);
  add(paths.SKILLS, 500, (i) => `Skill ${i}`);
  add(paths.WRAPUP_CODES, 300, (i) => `Code ${i}`);
  add(paths.USERS, 1000, (i) => `user.${i}@bench.example`);
  return org;
}

function projectFor(sandbox, updates) {
  const folder = mkdtempSync(join(tmpdir(), 'changeset-bench-'));
  mkdirSync(join(folder, 'mappings'));
  mkdirSync(join(folder, 'changesets'));
  const mapping = `environment: bench\norganizationId: ${sandbox.organizationId}\napiUrl: ${sandbox.url}\nloginUrl: ${sandbox.url}\ncredentials: { env: BENCH }\n`;
  writeFileSync(join(folder, 'mappings/bench.yaml'), mapping);
  const entries = Array.from(
    { length: updates },
    (_, i) =>
      `  - { type: routing_queue, name: Queue ${(i * 2000) / updates}, action: update, set: { description: Changed, acwSettings: { timeoutMs: 12000 } } }`,
  );
  writeFileSync(join(folder, 'changesets/many.yaml'), `name: many\nchanges:\n${entries.join('\n')}\n`);
  const env = { BENCH_CLIENT_ID: sandbox.client.id, BENCH_CLIENT_SECRET: sandbox.client.secret };
  return { folder, store: undefined, env };
}

async function calls() {
  const sandbox = await startSandbox({ seed: largeOrg(), rateLimit: 100_000 });
  const project = projectFor(sandbox, UPDATES);
  const since = (mark) => {
    const own = sandbox.requests.slice(mark).filter(({ path }) => !path.endsWith('/oauth/token'));
    return {
      reads: own.filter(({ method }) => method === 'GET').length,
      writes: own.filter(({ method }) => method !== 'GET').length,
    };
  };
  process.stdout.write(
    `\n${UPDATES} queue updates in an org of 2,000 queues, 500 skills, 300 wrap-up codes and 1,000 users\n`,
  );
  let started = Date.now();
  const { plan } = await simulate(project, 'bench', 'many.yaml');
  const simulated = since(0);
  promise(
    `simulate: ${simulated.reads} read calls of at most 14 (${Date.now() - started} ms)`,
    simulated.reads <= 14 && simulated.writes === 0,
  );
  const mark = sandbox.requests.length;
  started = Date.now();
  const { deployment } = await apply(project, {
    planId: plan.id,
    environment: 'bench',
    onFailure: 'stop',
    unattended: true,
    confirm: async () => {},
  });
  const applied = since(mark);
  promise(
    `apply: ${applied.writes} write calls of ${UPDATES}`,
    applied.writes === UPDATES && deployment.state === 'succeeded',
  );
  promise(
    `apply: ${applied.reads} more read calls of at most 14 (${Date.now() - started} ms)`,
    applied.reads <= 14,
  );
  promise(`no fault in any request`, sandbox.violations.length === 0);
  await journal(project.folder, deployment);
  await sandbox.close();
  rmSync(project.folder, { recursive: true, force: true });
}

/** What the record of an operation costs: the lines of that apply once more, against the same lines flushed by hand. */
async function journal(folder, { id, plan }) {
  const path = join(folder, '.genesys-changeset', 'deployments', id, 'events.jsonl');
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line));
  const msOf = async (work) => {
    const from = process.hrtime.bigint();
    await work();
    return Number(process.hrtime.bigint() - from) / 1e6;
  };
  const byHand = () =>
    msOf(async () => {
      const file = await open(join(folder, 'by-hand.jsonl'), 'a');
      for (const line of lines) {
        await file.appendFile(`${line}\n`);
        await file.datasync();
      }
      await file.close();
    });
  const store = openFileStore(join(folder, 'journal'));
  let round = 0;
  const byStore = async () => {
    round += 1;
    const written = await store.begin(`bench-20260101-000${round}`, plan, new Map());
    return msOf(async () => {
      for (const event of events) await written.append(event);
      await written.close();
    });
  };
  const pairs = [];
  for (let i = 0; i < 5; i += 1) pairs.push((await byStore()) / (await byHand()));
  const ratio = pairs.sort((a, b) => a - b)[2];
  const bytes = Math.round(lines.join('\n').length / UPDATES);
  process.stdout.write(
    `       the journal of an operation: ${(lines.length / UPDATES).toFixed(2)} lines, ${bytes} bytes, ${ratio.toFixed(2)} times the cost of flushing them by hand\n`,
  );
}

/** A clock that stands still while calls come in, and then jumps to the end of the first wait: no matter how fast this machine is. */
function waitingClock(callsSoFar) {
  let time = Date.now();
  let sleepers = [];
  let seen = 0;
  const timer = setInterval(() => {
    const calls = callsSoFar();
    const isQuiet = calls === seen;
    seen = calls;
    if (!isQuiet || sleepers.length === 0) return;
    const [next, ...rest] = sleepers.sort((one, other) => one.at - other.at);
    sleepers = rest;
    time = Math.max(time, next.at);
    next.wake();
  }, QUIET_MS);
  const sleep = (ms, signal) =>
    new Promise((wake) => {
      const sleeper = { at: time + ms, wake };
      sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        sleepers = sleepers.filter((other) => other !== sleeper);
        wake();
      });
    });
  return { now: () => time, sleep, stop: () => clearInterval(timer) };
}

async function pace(budget) {
  let sandbox;
  const clock = waitingClock(() => sandbox?.requests.length ?? 0);
  sandbox = await startSandbox({ seed: largeOrg(), rateLimit: LIMIT, now: clock.now });
  const project = projectFor(sandbox, PACED);
  const session = { clock, budget };
  const { plan } = await simulate(project, 'bench', 'many.yaml', session);
  await clock.sleep(61_000); // what simulate used is not counted against apply
  const mark = sandbox.requests.length;
  const { deployment } = await apply(project, {
    planId: plan.id,
    environment: 'bench',
    onFailure: 'stop',
    unattended: true,
    confirm: async () => {},
    onProgress: () => {},
    session,
  });
  const own = sandbox.requests.slice(mark).filter(({ path }) => !path.endsWith('/oauth/token'));
  const allowed = LIMIT * budget;
  const dictatedMs = Math.floor((own.length - 1) / allowed) * 60_000;
  const ratio = (own.at(-1).at - own[0].at) / dictatedMs;
  const throttled = own.filter(({ status }) => status === 429).length / own.length;
  const writes = own.filter(({ method, status }) => method !== 'GET' && status === 200).length;
  process.stdout.write(
    `\n${PACED} queue updates under ${LIMIT} calls a minute, a budget of ${budget * 100} %\n`,
  );
  promise(`apply: ${writes} writes of ${PACED}`, writes === PACED && deployment.state === 'succeeded');
  promise(
    `apply takes ${ratio.toFixed(3)} times as long as the limit dictates for its ${own.length} calls (at most 1.10)`,
    ratio <= 1.1,
  );
  promise(`${(throttled * 100).toFixed(2)} % of its calls are answered 429 (at most 1 %)`, throttled <= 0.01);
  clock.stop();
  await sandbox.close();
  rmSync(project.folder, { recursive: true, force: true });
}

function medianMs(words, runs = 15) {
  const times = Array.from({ length: runs }, () => {
    const from = process.hrtime.bigint();
    spawnSync(process.execPath, words, { stdio: 'ignore' });
    return Number(process.hrtime.bigint() - from) / 1e6;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)];
}

function start() {
  process.stdout.write('\nstart-up, median of 15 runs\n');
  const bare = medianMs(['-e', '0']);
  const version = medianMs([program, '--version']);
  promise(
    `changeset --version takes ${(version / bare).toFixed(2)} times as long as a bare node (at most 2)`,
    version <= 2 * bare,
  );
  const validate = medianMs([program, '-C', fileURLToPath(new URL('..', import.meta.url)), 'validate']);
  process.stdout.write(`       changeset validate takes ${(validate / bare).toFixed(2)} times as long\n`);
}

await calls();
await pace(1);
await pace(0.6);
start();
process.exitCode = failures.length > 0 ? 1 : 0;
