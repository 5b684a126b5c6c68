import { resolve } from 'node:path';
import type { OnEvent } from '../deploy/run-events.ts';
import type { ExitCode } from '../exit-codes.ts';
import { jsonDocument } from '../render/json-document.ts';
import { openEventsFile } from './events-file.ts';
import { hearInterrupts, stoppedAtOnce } from './interrupts.ts';
import type { Io } from './io.ts';
import { ProgressView } from './progress.ts';

/** Options of the commands that write. */
export interface AttendedOptions {
  readonly events?: string;
  readonly json?: boolean;
}

/** What a run is handed so that it can be followed and stopped. */
export interface Attention {
  readonly signal: AbortSignal;
  readonly onEvent: OnEvent;
  /** Takes the running line away: a question follows. */
  readonly hideProgress: () => void;
}

/** Runs the work of a command that writes: shows its progress, streams its events, and lets signals stop it in good order. */
export async function attended<T>(
  command: string,
  { events, json = false }: AttendedOptions,
  io: Io,
  work: (attention: Attention) => Promise<T>,
): Promise<T> {
  const view = new ProgressView(io, json);
  const warn = (text: string): void =>
    view.print(`${io.errStyle.yellow('warning')}  events.unwritable  ${text}\n`);
  const file = events === undefined ? undefined : openEventsFile(resolve(events), warn);
  let deployment: string | undefined;
  const stopping = (): void => {
    if (deployment === undefined || json) return;
    view.print('Stopping: nothing new is sent, what runs is finished. Once more stops at once.\n');
  };
  const stopped = (exitCode: ExitCode): void => {
    const { diagnostics, message } = stoppedAtOnce(exitCode, deployment);
    if (json) io.out(`${JSON.stringify(jsonDocument(command, exitCode, diagnostics, null), null, 2)}\n`);
    else view.print(`${message}\n`);
  };
  const { signal, release } = hearInterrupts(stopping, stopped);
  const onEvent: OnEvent = (event) => {
    if (event.event === 'started') deployment = event.deployment;
    file?.write(event);
    view.hear(event);
  };
  try {
    return await work({ signal, onEvent, hideProgress: () => view.end() });
  } finally {
    release();
    view.end();
    file?.close();
  }
}
