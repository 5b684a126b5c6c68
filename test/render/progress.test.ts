import { describe, expect, test } from 'vitest';
import { ProgressView } from '../../src/cli/progress.ts';
import type { RunEvent } from '../../src/deploy/run-events.ts';
import { type Progress, renderLive } from '../../src/render/progress.ts';
import { styleFor } from '../../src/render/style.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const create = (name: string): Progress['running'][number] => ({
  key: `routing_queue/${encodeURIComponent(name)}`,
  type: 'routing_queue',
  name,
  action: 'create',
});

const RUN: Progress = {
  operations: 240,
  done: 12,
  calls: 480,
  begun: 33,
  endsMs: NOW + 150_000,
  running: [create('Cards'), create('Billing')],
  waiting: undefined,
};

describe('the running line', () => {
  test('says what is done, how many calls, for how long, and what runs', () => {
    expect(renderLive(RUN, NOW, 120)).toBe(
      '12 of 240 operations · 33 of 480 calls · about 3 min left · create queue "Cards" and 1 more',
    );
  });

  test('says nothing of time before a call was answered, or when nothing is left', () => {
    expect(renderLive({ ...RUN, endsMs: undefined }, NOW, 120)).not.toContain('left');
    expect(renderLive({ ...RUN, begun: 480 }, NOW, 120)).not.toContain('left');
  });

  test('says what is waited for, and why, until that is over', () => {
    const waiting = { words: "the org's limit of calls a minute is used up", untilMs: NOW + 24_000 };
    expect(renderLive({ ...RUN, waiting }, NOW, 200)).toBe(
      "12 of 240 operations · 33 of 480 calls · waiting 24 s: the org's limit of calls a minute is used up",
    );
    expect(renderLive({ ...RUN, waiting }, NOW + 25_000, 200)).not.toContain('waiting');
  });

  test('fits into the terminal, and no name steers it', () => {
    for (const columns of [10, 40, 80]) expect(renderLive(RUN, NOW, columns).length).toBeLessThan(columns);
    const wide = renderLive({ ...RUN, running: [create('銀行'.repeat(40))] }, NOW, 100);
    expect(
      [...wide].reduce((sum, character) => sum + (character > 'ᄀ' && character !== '…' ? 2 : 1), 0),
    ).toBeLessThan(101);
    expect(renderLive({ ...RUN, running: [create('\u001b[2Jx')] }, NOW, 200)).not.toContain('\u001b');
  });
});

const EVENTS: readonly RunEvent[] = [
  { event: 'version', format: 1, tool: '0' },
  {
    event: 'planned',
    at: '',
    plan: 'P',
    environment: 'dev',
    operations: [create('Cards')],
    calls: { read: 1, write: 1 },
    estimatedSeconds: 1,
  },
  { event: 'intent', at: '', key: 'routing_queue/Cards', step: 0, op: 'postRoutingQueues', asked: {} },
  {
    event: 'waiting',
    at: '',
    why: 'limit',
    words: 'the limit',
    until: new Date(Date.now() + 30_000).toISOString(),
  },
  {
    event: 'waiting',
    at: '',
    why: 'limit',
    words: 'the limit',
    until: new Date(Date.now() + 2000).toISOString(),
  },
  { event: 'outcome', at: '', key: 'routing_queue/Cards', step: 0, status: 'done' },
  { event: 'finished', at: '', key: 'routing_queue/Cards', state: 'done' },
  { event: 'ended', at: '', state: 'succeeded', calls: { read: 1, write: 1 } },
];

function shown(columns: number, isQuiet: boolean): string {
  let text = '';
  const plain = styleFor(false);
  const io = {
    env: {},
    canAsk: false,
    outStyle: plain,
    errStyle: plain,
    errColumns: () => columns,
    out: () => {},
    err: (more: string) => {
      text += more;
    },
  };
  const view = new ProgressView(io, isQuiet);
  for (const event of EVENTS) view.hear(event);
  view.end();
  return text;
}

describe('progress', () => {
  test('without a terminal is one line an operation, and one for a wait of more than 5 s', () => {
    expect(shown(0, false)).toMatch(/^ {2}… waiting (29|30) s: the limit\n {2}✓ create queue "Cards"\n$/);
  });

  test('at a terminal is one line that is written over, and gone in the end', () => {
    const text = shown(100, false);
    expect(text).toContain('0 of 1 operation · 1 of 1 call · create queue "Cards"');
    expect(text).not.toContain('\n');
    expect(text.endsWith('\r\u001b[K')).toBe(true);
  });

  test('with --json is nothing', () => {
    expect(shown(100, true)).toBe('');
    expect(shown(0, true)).toBe('');
  });
});
