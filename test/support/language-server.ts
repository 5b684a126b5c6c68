import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const SERVER = join(
  dirname(require.resolve('yaml-language-server/package.json')),
  'bin',
  'yaml-language-server',
);

/** Everything that would let the server ask somebody else is off: it knows what the project's folder holds. */
const SETTINGS: Readonly<Record<string, unknown>> = {
  yaml: {
    validate: true,
    completion: true,
    schemas: {},
    schemaStore: { enable: false },
    kubernetesCRDStore: { enable: false },
  },
};

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

export interface Completion {
  readonly label: string;
  readonly insertText?: string;
}

/** The real yaml-language-server, driven as an editor drives it. */
export class LanguageServer {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #problems = new Map<string, (problems: readonly string[]) => void>();
  readonly #folder: string;
  #received = Buffer.alloc(0);
  #lastId = 0;
  #files = 0;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#process = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#process.stdout.on('data', (bytes: Buffer) => this.#receive(bytes));
  }

  /** Starts the server with this folder open. */
  static async start(folder: string): Promise<LanguageServer> {
    const server = new LanguageServer(folder);
    const uri = pathToFileURL(folder).href;
    await server.#ask('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'project' }],
      capabilities: {
        workspace: { configuration: true },
        textDocument: { completion: { completionItem: { snippetSupport: true } } },
      },
    });
    server.#send({ method: 'initialized', params: {} });
    return server;
  }

  stop(): void {
    this.#process.kill();
  }

  /** Opens a file of this name below the folder; answers `line:column-end message` for each problem. */
  problems(name: string, text: string): Promise<readonly string[]> {
    const uri = this.#uri(name);
    return new Promise((resolve) => {
      this.#problems.set(uri, resolve);
      this.#open(uri, text);
    });
  }

  /** What is offered where `‸` stands, in a new changeset file. */
  async completions(textWithCursor: string): Promise<readonly Completion[]> {
    this.#files += 1;
    const uri = this.#uri(`changesets/new-${this.#files}.yaml`);
    const before = textWithCursor.slice(0, textWithCursor.indexOf('‸')).split('\n');
    this.#open(uri, textWithCursor.replace('‸', ''));
    const answer = await this.#ask('textDocument/completion', {
      textDocument: { uri },
      position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
    });
    return (answer as { readonly items: readonly Completion[] }).items;
  }

  #uri(name: string): string {
    return pathToFileURL(join(this.#folder, name)).href;
  }

  #open(uri: string, text: string): void {
    const textDocument = { uri, languageId: 'yaml', version: 1, text };
    this.#send({ method: 'textDocument/didOpen', params: { textDocument } });
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#answers.set(id, ({ result, error }) =>
        error ? reject(new Error(error.message)) : resolve(result),
      );
      this.#send({ id, method, params });
    });
  }

  #send(message: Message): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #receive(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const head = this.#received.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#received.toString('latin1', 0, head))?.[1]);
      const end = head + 4 + length;
      if (this.#received.length < end) return;
      const message = JSON.parse(this.#received.toString('utf8', head + 4, end)) as Message;
      this.#received = this.#received.subarray(end);
      this.#handle(message);
    }
  }

  #handle({ id, method, params, ...answer }: Message): void {
    if (method === undefined) {
      if (id !== undefined) this.#answers.get(id)?.(answer);
    } else if (id !== undefined) {
      this.#send({ id, result: method === 'workspace/configuration' ? settingsFor(params) : null });
    } else if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as Published;
      this.#problems.get(uri)?.(diagnostics.map(written));
    }
  }
}

interface Published {
  readonly uri: string;
  readonly diagnostics: readonly {
    readonly message: string;
    readonly range: Readonly<Record<'start' | 'end', { readonly line: number; readonly character: number }>>;
  }[];
}

function written({ message, range: { start, end } }: Published['diagnostics'][number]): string {
  return `${start.line + 1}:${start.character + 1}-${end.character + 1} ${message}`;
}

function settingsFor(params: unknown): unknown[] {
  const { items } = params as { readonly items: readonly { readonly section: string }[] };
  return items.map(({ section }) => SETTINGS[section] ?? {});
}
