#!/usr/bin/env node
// What the main job costs, counted in calls, how well it uses the limit, and what starting and memory cost, as ratios. Fails when a promise is not kept.
import { spawn, spawnSync } from 'node:child_process';
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
const FEW_USERS = 1000;
const MANY_USERS = 100_000;
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
  const entries = Array.from(
    { length: updates },
    (_, i) =>
      `{ type: routing_queue, name: Queue ${(i * 2000) / updates}, action: update, set: { description: Changed, acwSettings: { timeoutMs: 12000 } } }`,
  );
  return projectOf(sandbox, { many: entries });
}

/** A project with these changesets: entries by name. */
function projectOf(sandbox, changesets) {
  const folder = mkdtempSync(join(tmpdir(), 'changeset-bench-'));
  mkdirSync(join(folder, 'mappings'));
  mkdirSync(join(folder, 'changesets'));
  const mapping = `environment: bench\norganizationId: ${sandbox.organizationId}\napiUrl: ${sandbox.url}\nloginUrl: ${sandbox.url}\ncredentials: { env: BENCH }\n`;
  writeFileSync(join(folder, 'mappings/bench.yaml'), mapping);
  for (const [name, entries] of Object.entries(changesets)) {
    const changes = entries.map((entry) => `  - ${entry}\n`).join('');
    writeFileSync(join(folder, `changesets/${name}.yaml`), `name: ${name}\nchanges:\n${changes}`);
  }
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

/** The most memory of a run of the program, in megabytes; fails where that fails. */
function peakOf(words, env) {
  const code = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS)); import(${JSON.stringify(program)});`;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['-e', code, '--', 'changeset', ...words], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    child.on('close', (status) => {
      const [, peak] = /peak (\d+)$/.exec(said) ?? [];
      if (status === 0 && peak) resolve(Number(peak) / 1024);
      else reject(new Error(`changeset ${words.join(' ')} ended with ${status}: ${said}`));
    });
  });
}

/** What simulations take in an org of so many users: calls and megabytes, by changeset. */
async function simulationsIn(users) {
  const org = emptyOrg();
  addTo(org, paths.QUEUES, 'Cards');
  const nth = (i) => `user.${String(i).padStart(6, '0')}@bench.example`; // in the order of listings: sorting costs time
  for (let i = 0; i < users; i++) addTo(org, paths.USERS, nth(i));
  const sandbox = await startSandbox({ seed: org, rateLimit: 1_000_000 });
  const two = `[${nth(users - 1)}, ${nth(users - 2)}]`;
  const { folder, env } = projectOf(sandbox, {
    named: [`{ type: routing_queue, name: Cards, action: update, set: { members: { add: ${two} } } }`],
    listed: ['{ type: user, name: somebody.new@bench.example, set: { name: Somebody New, division: Home } }'],
  });
  const taken = {};
  for (const name of ['named', 'listed']) {
    const mark = sandbox.requests.length;
    const peak = await peakOf(['-C', folder, 'simulate', 'bench', `${name}.yaml`], env);
    const own = sandbox.requests.slice(mark).filter(({ path }) => !path.endsWith('/oauth/token'));
    taken[name] = { reads: own.length, peak };
  }
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
  return taken;
}

async function memory() {
  const [few, many] = [await simulationsIn(FEW_USERS), await simulationsIn(MANY_USERS)];
  const words = (name) =>
    `${many[name].reads} read calls, and ${(many[name].peak / few[name].peak).toFixed(2)} times the ${few[name].peak.toFixed(0)} MB of memory of ${few[name].reads} read calls`;
  process.stdout.write(`\nsimulate in an org of ${MANY_USERS} users against one of ${FEW_USERS}\n`);
  promise(`two users named: ${words('named')} (at most 1.2)`, many.named.peak <= 1.2 * few.named.peak);
  promise(`a new user: ${words('listed')} (at most 4)`, many.listed.peak <= 4 * few.listed.peak);
}

await calls();
await pace(1);
await pace(0.6);
start();
await memory();
process.exitCode = failures.length > 0 ? 1 : 0;
