import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Diagnostic, Position } from '../diagnostics.ts';
import type { Json } from '../json/json.ts';
import { didYouMean } from '../nearest.ts';
import { listed, quote } from '../yaml/finding.ts';
import { child, jsonOf, keyAt, type MapNode, type Node, type ScalarNode, textChild } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import { type Schema, schemaFile, schemaFindings, withoutFollowUps } from '../yaml/schema-check.ts';
import { readText } from '../yaml/text.ts';
import type { Access, Environment, Receiver, SecretSource } from './environment.ts';
import type { NameTable } from './names.ts';
import { domainOf, regionNames } from './regions.ts';

export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

export interface MappingResult {
  /** Undefined when the file has errors. */
  readonly environment: Environment | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads and checks a mapping file. With `env` undefined only the file is checked, without the credentials that it
 * takes from the environment variables of the process.
 */
export function readMapping(
  file: string,
  bytes: Uint8Array,
  env: ProcessEnvironment | undefined,
): MappingResult {
  const source = readText(file, bytes);
  if ('severity' in source) return { environment: undefined, diagnostics: [source] };
  const { root, diagnostics: parsed } = parseYaml(source);
  const checked = root ? schemaFindings(root, mappingSchema, literalCredentials) : [];
  const findings = withoutFollowUps(parsed, checked);
  if (root?.kind !== 'map' || findings.length > 0) {
    return { environment: undefined, diagnostics: listed(findings.map(withoutCredentials)) };
  }
  const reader = new MappingReader(file, root, env);
  const environment = reader.environment();
  const diagnostics = listed(reader.diagnostics.map(withoutCredentials));
  return { environment: diagnostics.length > 0 ? undefined : environment, diagnostics };
}

const mappingSchema: Schema = { key: 'mapping', read: () => schemaFile('mapping.schema.json') };

function literalCredentials(error: ErrorObject, node: Node): Diagnostic | undefined {
  const isValue = /^\/credentials(\/client(Id|Secret))?$/.test(error.instancePath) && node.kind === 'scalar';
  if (isValue) return literal(node.at);
  return /^\/secrets\/[^/]+$/.test(error.instancePath) && node.kind === 'scalar'
    ? withoutRest(SECRET_LITERAL, node.at)
    : undefined;
}

const SECRET_LITERAL: Diagnostic = {
  severity: 'error',
  code: 'secret.literal',
  message: 'Secrets do not stand in files.',
  hint: 'Write where it is:  { env: NAME }, { file: path }, { stdin: true }  or  { command: [program, argument] }',
};

function literal(at: Position): Diagnostic {
  return withoutRest(
    {
      severity: 'error',
      code: 'credentials.literal',
      message: 'Credentials do not stand in files.',
      hint: 'Write  credentials: { env: GC_PROD }  and set GC_PROD_CLIENT_ID and GC_PROD_CLIENT_SECRET.',
    },
    at,
  );
}

/** The finding with the line up to where it is: what follows must not be printed. */
function withoutRest(finding: Diagnostic, at: Position): Diagnostic {
  return {
    ...finding,
    at: {
      ...at,
      length: 1,
      source: Array.from(at.source)
        .slice(0, at.column - 1)
        .join('')
        .concat('…'),
    },
  };
}

/** Findings are printed and kept in logs: what somebody wrote as a credential is not. */
function withoutCredentials(finding: Diagnostic): Diagnostic {
  const { at } = finding;
  const written = at && /client_?(?:id|secret)["']?[ \t]*:[ \t]*(?!["']?\$\{)(?=\S)/i.exec(at.source);
  if (!at || !written) return finding;
  const shown = at.source.slice(0, written.index + written[0].length);
  const column = Array.from(shown).length + 1;
  if (at.column >= column) return literal({ ...at, column });
  return { ...finding, at: { ...at, source: `${shown}…` } };
}

class MappingReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #file: string;
  readonly #root: MapNode;
  readonly #env: ProcessEnvironment | undefined;

  constructor(file: string, root: MapNode, env: ProcessEnvironment | undefined) {
    this.#file = file;
    this.#root = root;
    this.#env = env;
  }

  environment(): Environment {
    const sandbox = child(this.#root, 'sandbox');
    const isSandbox = sandbox?.kind === 'scalar' && sandbox.value === true;
    return {
      name: textChild(this.#root, 'environment') ?? '',
      file: this.#file,
      organizationId: this.#text('organizationId'),
      access: isSandbox ? undefined : this.#access(),
      sandbox: isSandbox,
      credentialVariables: isSandbox ? [] : this.#credentialVariables(),
      region: this.#text('region'),
      names: this.#names(),
      absent: this.#perType('absent', (node) => new Set(itemsOf(node).map((item) => item.text))),
      ids: this.#perType(
        'ids',
        (node) => new Map(entriesOf(node).map(([key, value]) => [key.text, this.#substituted(value)])),
      ),
      variables: this.#variables(),
      secrets: this.#secrets(),
      handOver: this.#receivers(),
      store: this.#text('store'),
    };
  }

  #say(code: string, message: string, node: Node | undefined, hint?: string): void {
    const at = (node ?? this.#root).at;
    this.diagnostics.push({ severity: 'error', code, message, ...(hint ? { hint } : {}), at });
  }

  /** Whether the value is only known where the process's environment is. */
  #isUnknown(text: string | undefined): boolean {
    return this.#env === undefined && text !== undefined && text.includes('${env.');
  }

  #text(key: string): string | undefined {
    const node = child(this.#root, key);
    return node?.kind === 'scalar' && typeof node.value === 'string' ? this.#substituted(node) : undefined;
  }

  /** The text with each `${env.X}` replaced. */
  #substituted(node: ScalarNode): string {
    return String(node.value).replace(/\$\{env\.([A-Za-z_][A-Za-z0-9_]*)\}/g, (written, name: string) => {
      if (!this.#env) return written;
      const value = this.#env[name];
      if (value) return value;
      this.#say('env.missing', `The environment variable ${name} is not set, or is empty.`, node);
      return '';
    });
  }

  #access(): Access | undefined {
    const region = this.#text('region') ?? this.#env?.['GENESYSCLOUD_REGION'];
    const domain = region === undefined ? undefined : domainOf(region);
    const regionNode = child(this.#root, 'region');
    if (region === '' || this.#isUnknown(region)) return undefined;
    if (region !== undefined && domain === undefined) {
      const hint = didYouMean(region, regionNames) ?? `Known: ${regionNames.join(', ')}`;
      this.#say('region.unknown', `No region is called ${quote(region)}.`, regionNode, hint);
      return undefined;
    }
    const apiUrl = this.#url('apiUrl') ?? (domain && `https://api.${domain}`);
    const loginUrl = this.#url('loginUrl') ?? (domain && `https://login.${domain}`);
    if (!apiUrl || !loginUrl) {
      if (this.#env && this.diagnostics.length === 0)
        this.#say(
          'region.missing',
          'The mapping does not say in which region the org is.',
          undefined,
          'Add  region: eu-west-1  (an AWS region name), or both  apiUrl:  and  loginUrl:',
        );
      return undefined;
    }
    const credentials = this.#credentials();
    return credentials && { apiUrl, loginUrl, ...credentials };
  }

  #url(key: string): string | undefined {
    const text = this.#text(key);
    if (text === undefined || text === '' || this.#isUnknown(text)) return undefined;
    const node = child(this.#root, key);
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const isLocal = url !== undefined && /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname);
    if (
      !url ||
      !(url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)) ||
      url.username ||
      url.password ||
      url.search ||
      url.hash
    ) {
      this.#say(
        'url.invalid',
        'This is not an address that credentials may be sent to.',
        node,
        'Write  https://…  (http:// is for this machine only), without a user or a query.',
      );
      return undefined;
    }
    return text.replace(/\/+$/, '');
  }

  #credentialVariables(): string[] {
    const node = child(this.#root, 'credentials');
    const prefix = textChild(node, 'env');
    const written = [textChild(node, 'clientId'), textChild(node, 'clientSecret')].join(' ');
    const named = [...written.matchAll(/\$\{env\.(\w+)\}/g)].map(([, name = '']) => name);
    if (named.length > 0) return named;
    const names = variablesFor(prefix);
    return [names.id, names.secret];
  }

  #credentials(): { clientId: string; clientSecret: string } | undefined {
    const node = child(this.#root, 'credentials');
    const prefix = textChild(node, 'env');
    const idNode = child(node, 'clientId');
    const secretNode = child(node, 'clientSecret');
    if (prefix !== undefined && (idNode || secretNode)) {
      const message = 'Credentials are either `env`, or `clientId` and `clientSecret`.';
      this.#say('credentials.both', message, idNode ?? secretNode);
      return undefined;
    }
    const env = this.#env;
    if (!env) return { clientId: '', clientSecret: '' };
    if (idNode?.kind === 'scalar' && secretNode?.kind === 'scalar') {
      return { clientId: this.#substituted(idNode), clientSecret: this.#substituted(secretNode) };
    }
    const names = variablesFor(prefix);
    const clientId = env[names.id];
    const clientSecret = env[names.secret];
    if (clientId && clientSecret) return { clientId, clientSecret };
    const missing = [clientId ? '' : names.id, clientSecret ? '' : names.secret]
      .filter(Boolean)
      .join(' and ');
    this.diagnostics.push({
      severity: 'error',
      code: 'credentials.missing',
      message: `The credentials of ${textChild(this.#root, 'environment')} are not there: ${missing} ${missing.includes(' and ') ? 'are' : 'is'} not set.`,
      hint: 'Export the client ID and secret of an OAuth client (Admin > Integrations > OAuth, Client Credentials).',
      at: (
        child(node, 'env') ??
        keyAt(this.#root, '/credentials') ??
        child(this.#root, 'environment') ??
        this.#root
      ).at,
    });
    return undefined;
  }

  #names(): Map<string, NameTable> {
    return this.#perType('names', (node) => {
      const table = new Map<string, string>();
      for (const [key, value] of entriesOf(node)) {
        const live = this.#substituted(value);
        const stars = (text: string): number => text.split('*').length - 1;
        if (stars(key.text) > 1 || stars(key.text) !== stars(live)) {
          this.#say('names.star', 'A pattern has one * on each side.', value, 'As in  "*": "AU *"');
        }
        const earlier = table.get(live);
        if (earlier === undefined) table.set(live, key.text);
        else {
          const message = `${quote(live)} is the name of ${quote(earlier)} already; one name here has one meaning.`;
          this.#say('names.twice', message, value);
        }
      }
      return [...table].map(([live, name]) => [name, live] as const);
    });
  }

  #variables(): Map<string, Json> {
    return new Map(
      entriesOf(child(this.#root, 'variables')).map(([key, value]) => [
        key.text,
        typeof value.value === 'string' ? this.#substituted(value) : jsonOf(value),
      ]),
    );
  }

  #secrets(): Map<string, SecretSource> {
    const node = child(this.#root, 'secrets');
    const secrets = new Map<string, SecretSource>();
    let fromInput: string | undefined;
    for (const [name, { value }] of node?.kind === 'map' ? node.entries : []) {
      const source = sourceOf(value);
      if ('stdin' in source) {
        if (fromInput !== undefined) {
          const message = `The standard input is the secret "${fromInput}" already; it can be only one.`;
          this.#say('secret.stdin', message, value);
        }
        fromInput ??= name;
      }
      secrets.set(name, source);
    }
    return secrets;
  }

  /** Their folder is the project's, which a mapping does not know. */
  #receivers(): Map<string, ReadonlyMap<string, Receiver>> {
    const files = new Map<string, string>();
    return this.#perType('handOver', (node) => {
      const receivers = new Map<string, Receiver>();
      for (const [name, { value }] of node.kind === 'map' ? node.entries : []) {
        const file = textChild(value, 'file');
        const command = itemsOf(child(value, 'command')).map((item) => String(item.value));
        receivers.set(name, { folder: '.', ...(file === undefined ? { command } : { file }) });
        if (file === undefined) continue;
        const other = files.get(file);
        if (other !== undefined) {
          const message = `${quote(file)} is the file of ${quote(other)} already; each secret has a file of its own.`;
          this.#say('handOver.twice', message, value);
        }
        files.set(file, name);
      }
      return receivers;
    });
  }

  #perType<T>(key: string, read: (node: Node) => T): Map<string, T> {
    const node = child(this.#root, key);
    const entries = node?.kind === 'map' ? [...node.entries] : [];
    return new Map(entries.map(([type, entry]) => [type, read(entry.value)]));
  }
}

/** The variables that hold the credentials when the mapping gives a prefix, or nothing. */
function variablesFor(prefix: string | undefined): { id: string; secret: string } {
  return prefix
    ? { id: `${prefix}_CLIENT_ID`, secret: `${prefix}_CLIENT_SECRET` }
    : { id: 'GENESYSCLOUD_OAUTHCLIENT_ID', secret: 'GENESYSCLOUD_OAUTHCLIENT_SECRET' };
}

/** The source of one secret, which has passed the schema. */
function sourceOf(node: Node): SecretSource {
  const [env, file] = [textChild(node, 'env'), textChild(node, 'file')];
  if (env !== undefined) return { env };
  if (file !== undefined) return { file };
  const command = child(node, 'command');
  return command ? { command: itemsOf(command).map((item) => String(item.value)) } : { stdin: true };
}

function itemsOf(node: Node | undefined): ScalarNode[] {
  return node?.kind === 'list' ? node.items.filter((item) => item.kind === 'scalar') : [];
}

function entriesOf(node: Node | undefined): [ScalarNode, ScalarNode][] {
  if (node?.kind !== 'map') return [];
  return [...node.entries.values()].flatMap(({ key, value }) =>
    value.kind === 'scalar' ? [[key, value] as [ScalarNode, ScalarNode]] : [],
  );
}
