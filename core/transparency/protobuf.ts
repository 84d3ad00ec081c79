import {
  bytesField,
  concatBytes,
  fromUtf8,
  type ProtobufField,
  readProtobuf,
  utf8,
  varintField,
} from '../encoding/index.js';
import { asEntryError, checkedEntry } from './checked.js';
import { TransparencyError } from './error.js';
import type { InclusionProof, LogEntry } from './types.js';

const EMPTY = new Uint8Array();

/** The fields of one message by number, those of `repeated` as lists. Unknown fields are skipped, as protobuf requires. */
class Message {
  readonly #fields: readonly ProtobufField[];

  constructor(bytes: Uint8Array, repeated: readonly number[] = []) {
    this.#fields = readProtobuf(bytes);
    const seen = new Set<number>();
    for (const { number } of this.#fields) {
      // Some readers take the first of two fields and some the last, so two are refused.
      if (seen.has(number) && !repeated.includes(number))
        throw new TransparencyError('LOG_ENTRY_MALFORMED', `field ${number} is in a protobuf message twice`);
      seen.add(number);
    }
  }

  number(number: number): number {
    const field = this.#fields.find((candidate) => candidate.number === number);
    if (field?.wire === 'bytes') throw this.#wrongType(number);
    return field?.value ?? 0;
  }

  list(number: number): Uint8Array[] {
    return this.#fields
      .filter((candidate) => candidate.number === number)
      .map((field) => {
        if (field.wire !== 'bytes') throw this.#wrongType(number);
        return field.value;
      });
  }

  bytes(number: number): Uint8Array | undefined {
    return this.list(number)[0];
  }

  text(number: number): string {
    return fromUtf8(this.bytes(number) ?? EMPTY);
  }

  message(number: number): Message {
    return new Message(this.bytes(number) ?? EMPTY);
  }

  #wrongType(number: number): TransparencyError {
    return new TransparencyError(
      'LOG_ENTRY_MALFORMED',
      `field ${number} of a protobuf message has another type`,
    );
  }
}

function decodeProof(bytes: Uint8Array): InclusionProof {
  const proof = new Message(bytes, [4]);
  return {
    logIndex: proof.number(1),
    rootHash: proof.bytes(2) ?? EMPTY,
    treeSize: proof.number(3),
    hashes: proof.list(4),
    checkpoint: proof.message(5).text(1),
  };
}

/**
 * Reads a TransparencyLogEntry message (protobuf-specs, sigstore_rekor.proto, fields 1-7). A field that occurs twice
 * is refused, unknown fields are skipped.
 * @throws TransparencyError LOG_ENTRY_MALFORMED
 */
export function decodeLogEntry(message: Uint8Array): LogEntry {
  return asEntryError(() => {
    const entry = new Message(message);
    const kindVersion = entry.message(3);
    const set = entry.message(5).bytes(1);
    const proof = entry.bytes(6);
    const body = entry.bytes(7);
    return checkedEntry({
      logIndex: entry.number(1),
      logId: entry.message(2).bytes(1) ?? EMPTY,
      kind: kindVersion.text(1),
      version: kindVersion.text(2),
      integratedTime: entry.number(4),
      ...(set && set.length > 0 && { set }),
      ...(proof && { inclusionProof: decodeProof(proof) }),
      ...(body && body.length > 0 && { body }),
    });
  });
}

/** A bytes field; no field at all for no bytes, as in proto3. */
function optionalBytes(number: number, value: Uint8Array): Uint8Array {
  return value.length === 0 ? EMPTY : bytesField(number, value);
}

function encodeProof(proof: InclusionProof): Uint8Array {
  return concatBytes(
    varintField(1, proof.logIndex),
    optionalBytes(2, proof.rootHash),
    varintField(3, proof.treeSize),
    ...proof.hashes.map((hash) => bytesField(4, hash)),
    bytesField(5, optionalBytes(1, utf8(proof.checkpoint))),
  );
}

/** The message, fields ascending and defaults left out, as Go's protobuf writes it. */
export function encodeLogEntry(entry: LogEntry): Uint8Array {
  return concatBytes(
    varintField(1, entry.logIndex),
    bytesField(2, optionalBytes(1, entry.logId)),
    bytesField(3, concatBytes(optionalBytes(1, utf8(entry.kind)), optionalBytes(2, utf8(entry.version)))),
    varintField(4, entry.integratedTime),
    entry.set ? bytesField(5, bytesField(1, entry.set)) : EMPTY,
    entry.inclusionProof ? bytesField(6, encodeProof(entry.inclusionProof)) : EMPTY,
    entry.body ? bytesField(7, entry.body) : EMPTY,
  );
}
