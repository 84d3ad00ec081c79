import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { bytesField, concatBytes, fromUtf8, readProtobuf, utf8 } from '../../../core/encoding/index.js';
import { harmlessServerText } from '../../http/index.js';
import { IdentityError } from '../error.js';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 1 << 20;
const METHOD = '/SpiffeWorkloadAPI/FetchJWTSVID';
const NAMES: Readonly<Record<string, string>> = {
  '7': 'this workload is not registered: it has no identity',
  '13': 'internal error',
  '14': 'the agent is not ready',
};

/**
 * The first JWT-SVID for an audience, over gRPC (SPIFFE_Workload_API sections 4 and 6, workload.proto: JWTSVIDRequest
 * { audience = 1 }, JWTSVIDResponse { svids = 1 }, JWTSVID { spiffe_id = 1, svid = 2 }).
 * @throws IdentityError TOKEN_SOURCE_FAILED
 */
export async function fetchJwtSvid(
  address: { path: string } | { host: string; port: number },
  audience: string,
  signal?: AbortSignal,
): Promise<string> {
  const session = connect('http://localhost', { createConnection: () => connectSocket(address) });
  try {
    const message = await call(session, bytesField(1, utf8(audience)), signal);
    const token = firstSvid(message);
    if (token !== undefined) return token;
  } catch (error) {
    if (error instanceof IdentityError) throw error;
    throw failed('it gave an answer that cannot be read', error);
  } finally {
    session.destroy();
  }
  throw failed('it gave no JWT-SVID');
}

function call(session: ClientHttp2Session, message: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => stop(failed(`no answer within ${TIMEOUT_MS / 1000} s`)), TIMEOUT_MS);
    const onAbort = () => stop(new IdentityError('SIGN_IN_ABORTED', 'the sign-in was given up'));
    const stop = (error: IdentityError) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      reject(error);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    const unreachable = (error: NodeJS.ErrnoException) =>
      stop(failed(`it cannot be reached (${error.code ?? 'no reason given'})`));
    session.once('error', unreachable);
    const stream = session.request({
      ':method': 'POST',
      ':path': METHOD,
      'content-type': 'application/grpc',
      te: 'trailers',
      // The API requires this header as a protection against server-side request forgery (SPIFFE_Workload_Endpoint
      // section 4.1).
      'workload.spiffe.io': 'true',
    });
    stream.once('error', unreachable);
    collect(stream, (answer) => {
      if (answer instanceof IdentityError) return stop(answer);
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolve(answer);
    });
    stream.end(frame(message));
  });
}

function collect(stream: ClientHttp2Stream, done: (answer: Uint8Array | IdentityError) => void): void {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let status: string | undefined;
  let said = '';
  const read = (headers: Record<string, unknown>) => {
    status = headers['grpc-status'] === undefined ? status : String(headers['grpc-status']);
    said = String(headers['grpc-message'] ?? said);
  };
  stream.once('response', read);
  stream.once('trailers', read);
  stream.on('data', (chunk: Uint8Array) => {
    size += chunk.length;
    if (size > MAX_BYTES) {
      done(failed('its answer is too large'));
      stream.destroy();
    } else chunks.push(chunk);
  });
  stream.once('end', () => {
    const message = unframe(concatBytes(...chunks));
    if (status === '0' && message) return done(message);
    const reason = NAMES[status ?? ''] ?? `gRPC status ${status ?? 'missing'}${said && `: ${said}`}`;
    done(failed(status === '0' ? 'its answer is cut short' : reason));
  });
}

/** gRPC's length-prefixed message, uncompressed (grpc PROTOCOL-HTTP2). */
function frame(message: Uint8Array): Uint8Array {
  const prefix = new Uint8Array(5);
  new DataView(prefix.buffer).setUint32(1, message.length);
  return concatBytes(prefix, message);
}

function unframe(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < 5 || bytes[0] !== 0) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
  return bytes.length === 5 + length ? bytes.subarray(5) : undefined;
}

function firstSvid(message: Uint8Array): string | undefined {
  const field = (bytes: Uint8Array, number: number) => {
    const found = readProtobuf(bytes).find((one) => one.number === number);
    return found?.wire === 'bytes' ? found.value : undefined;
  };
  const svid = field(message, 1);
  const token = svid && field(svid, 2);
  return token && fromUtf8(token);
}

function failed(what: string, cause?: unknown): IdentityError {
  return new IdentityError(
    'TOKEN_SOURCE_FAILED',
    `the SPIFFE Workload API gave no token: ${harmlessServerText(what)}`,
    'check SPIFFE_ENDPOINT_SOCKET and the registration of this workload',
    cause,
  );
}
