import type { PlannedEvent, RunEvent } from '../deploy/run-events.ts';
import type { OperationKey } from '../plan/intent.ts';
import { renderProgress } from '../render/deployment-text.ts';
import { type Progress, renderLive, renderWaiting } from '../render/progress.ts';
import type { Io } from './io.ts';

/** A wait is worth a line where it is longer than this. */
const LONG_WAIT_MS = 5000;
const TO_LINE_START = '\r\u001b[K';

/** Shows people how a run goes on: a line that is written over at a terminal, else one line an operation. */
export class ProgressView {
  readonly #io: Io;
  readonly #isQuiet: boolean;
  #operations = new Map<OperationKey, PlannedEvent['operations'][number]>();
  readonly #running = new Set<OperationKey>();
  #facts = { calls: 0, begun: 0, done: 0 };
  #endsMs: number | undefined;
  #waiting: Progress['waiting'];
  #timer: NodeJS.Timeout | undefined;
  #isShown = false;

  constructor(io: Io, isQuiet: boolean) {
    this.#io = io;
    this.#isQuiet = isQuiet;
  }

  hear(event: RunEvent): void {
    if (this.#isQuiet) return;
    this.#take(event);
    if (this.#io.errColumns() > 0) this.#redraw(event.event);
    else this.#log(event);
  }

  /** Prints whole lines where the running line stood. */
  print(text: string): void {
    this.#clear();
    this.#io.err(text);
  }

  /** Takes the running line away, until there is something new to say. */
  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#clear();
  }

  #take(event: RunEvent): void {
    const facts = this.#facts;
    if (event.event === 'planned') {
      this.#operations = new Map(event.operations.map((operation) => [operation.key, operation]));
      this.#running.clear();
      this.#facts = { calls: event.calls.write, begun: 0, done: 0 };
      this.#endsMs = undefined;
    } else if (event.event === 'intent') {
      facts.begun += 1;
      this.#running.add(event.key);
    } else if (event.event === 'pace') this.#endsMs = Date.now() + event.secondsLeft * 1000;
    else if (event.event === 'finished') {
      facts.done += 1;
      this.#running.delete(event.key);
    }
    if (event.event === 'waiting') this.#waiting = { words: event.words, untilMs: Date.parse(event.until) };
  }

  /** One line for what is over, and for a wait that a reader of the log would wonder about. */
  #log(event: RunEvent): void {
    if (event.event === 'waiting' && this.#waiting) {
      const now = Date.now();
      if (this.#waiting.untilMs - now > LONG_WAIT_MS)
        this.#io.err(`  … ${renderWaiting(this.#waiting, now)}\n`);
    }
    const operation = event.event === 'finished' ? this.#operations.get(event.key) : undefined;
    if (operation && event.event === 'finished')
      this.#io.err(`${renderProgress(operation, event.state, this.#io.errStyle)}\n`);
  }

  #redraw(event: RunEvent['event']): void {
    if (event === 'ended') {
      this.end();
      return;
    }
    this.#timer ??= setInterval(() => this.#draw(), 1000).unref();
    this.#draw();
  }

  #draw(): void {
    const running = [...this.#running].flatMap((key) => this.#operations.get(key) ?? []);
    const progress = {
      ...this.#facts,
      endsMs: this.#endsMs,
      operations: this.#operations.size,
      running,
      waiting: this.#waiting,
    };
    const line = renderLive(progress, Date.now(), this.#io.errColumns());
    this.#clear();
    if (line === '') return;
    this.#io.err(line);
    this.#isShown = true;
  }

  #clear(): void {
    if (this.#isShown) this.#io.err(TO_LINE_START);
    this.#isShown = false;
  }
}
