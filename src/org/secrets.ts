import { isArray, isObject, type Json } from '../json/json.ts';
import type { Answer } from './sdk.ts';

/** Shorter texts stand in other words by chance. */
const SHORTEST = 8;
const SHORTEST_VALUE = 4;

/** The credentials and tokens of one org: what others echo of them is taken out before anybody can print or keep it. */
export class Secrets {
  readonly #values = new Set<string>();

  /** Adds a secret in the forms that requests carry it in: as it is, and as part of an address. */
  add(secret: string): void {
    for (const form of [secret, encodeURIComponent(secret)]) {
      if (form.length >= SHORTEST) this.#values.add(form);
    }
  }

  /**
   * Adds what a body carries. It is found as it is, as part of an address, as JSON writes it, and in Base64. A value of
   * less than four characters stands in other words by chance, and is not looked for.
   */
  addValue(value: string): void {
    const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
    for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), base64]) {
      if (value.length >= SHORTEST_VALUE) this.#values.add(form);
    }
  }

  /** Adds a client's secret, and what the Authorization header of a log-in makes of it. */
  addClient(id: string, secret: string): void {
    this.add(secret);
    this.add(Buffer.from(`${id}:${secret}`).toString('base64').replace(/=+$/, ''));
  }

  /** The text with each secret replaced by an ellipsis. */
  hiddenIn(text: string): string {
    const longestFirst = [...this.#values].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((rest, value) => rest.replaceAll(value, '…'), text);
  }

  /** An answer without them. What a success says is the org's own, and stays as it is. */
  hiddenInAnswer(answer: Answer): Answer {
    const { status, headers, body } = answer;
    if (status >= 200 && status <= 299 && typeof body !== 'string') return answer;
    const shown = Object.entries(headers).map(([name, value]) => [name, this.hiddenIn(value)]);
    return { ...answer, headers: Object.fromEntries(shown), body: this.#hiddenInJson(body) };
  }

  /** The error's words alone: an error of an HTTP client carries the request with its Authorization header. */
  bareError(error: unknown): Error {
    if (!(error instanceof Error)) return new Error(this.hiddenIn(String(error)));
    const { message, code, name }: NodeJS.ErrnoException = error;
    return new Error(this.hiddenIn(message || code || name));
  }

  #hiddenInJson<T extends Json | undefined>(value: T): Json | T {
    if (typeof value === 'string') return this.hiddenIn(value);
    if (isArray(value)) return value.map((item) => this.#hiddenInJson(item) as Json);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.#hiddenInJson(item) as Json]),
    );
  }
}
