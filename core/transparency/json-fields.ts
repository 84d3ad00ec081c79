import { fromAnyBase64, fromBase64, fromHex, isObject, parseJson } from '../encoding/index.js';
import { TransparencyError } from './error.js';

const MAX_TEXT = 8 << 20;

function malformed(path: string, what: string): TransparencyError {
  return new TransparencyError('LOG_ENTRY_MALFORMED', `${path} of the log entry ${what}`);
}

/** One object of a JSON response, read member by member. Every method throws TransparencyError LOG_ENTRY_MALFORMED. */
export class JsonFields {
  constructor(private readonly members: Record<string, unknown>) {}

  /** Parses a text that is one object; text over 8 MiB is refused. */
  static parse(text: string): JsonFields {
    if (text.length > MAX_TEXT) throw malformed('the JSON', 'is too large');
    const value = parseJson(text);
    if (!isObject(value)) throw malformed('the JSON', 'is not an object');
    return new JsonFields(value);
  }

  get names(): string[] {
    return Object.keys(this.members);
  }

  /** True when the member is there and not null. */
  has(name: string): boolean {
    return Object.hasOwn(this.members, name) && this.members[name] !== null;
  }

  #own(name: string): unknown {
    return this.has(name) ? this.members[name] : undefined;
  }

  object(name: string): JsonFields {
    const value = this.#own(name);
    if (!isObject(value)) throw malformed(name, 'is not an object');
    return new JsonFields(value);
  }

  text(name: string): string {
    const value = this.#own(name);
    if (typeof value !== 'string') throw malformed(name, 'is not text');
    return value;
  }

  texts(name: string): string[] {
    const value = this.#own(name);
    if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
      throw malformed(name, 'is not a list of text');
    return value as string[];
  }

  /** The objects of a list. */
  objects(name: string): JsonFields[] {
    const value = this.#own(name);
    if (!Array.isArray(value) || !value.every(isObject)) throw malformed(name, 'is not a list of objects');
    return value.map((item) => new JsonFields(item));
  }

  base64(name: string): Uint8Array {
    return fromBase64(this.text(name));
  }

  /** Bytes as protobuf JSON writes them: either base64 alphabet, padded or not. */
  protoBytes(name: string): Uint8Array {
    return fromAnyBase64(this.text(name));
  }

  hex(name: string): Uint8Array {
    return fromHex(this.text(name));
  }

  /** A whole number from 0 to 2^53-1. */
  number(name: string): number {
    const value = this.#own(name);
    if (!Number.isSafeInteger(value) || Number(value) < 0) throw malformed(name, 'is not a whole number');
    return Number(value);
  }

  /** A whole number written as protobuf JSON writes int64: decimal text (or a number); 0 when left out. */
  int64(name: string): number {
    if (!this.has(name)) return 0;
    const value = this.members[name];
    if (typeof value !== 'string') return this.number(name);
    if (!/^(0|[1-9]\d{0,15})$/.test(value) || !Number.isSafeInteger(Number(value)))
      throw malformed(name, 'is not a whole number');
    return Number(value);
  }
}
