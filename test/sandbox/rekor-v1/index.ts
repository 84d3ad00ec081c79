import { isObject, type Json } from '../../../core/encoding/index.js';
import type { SandboxContext } from '../context.js';
import { type HttpHandler, type HttpRequest, type HttpResponse, json } from '../http.js';
import { canonicalize, checkProposedEntry } from './entry.js';
import { EntryError, RekorError } from './error.js';
import { GoJsonError, parseGoJson } from './go-json.js';
import { RekorLog } from './log.js';
import { searchIndex } from './search.js';

const UUID = '^([0-9a-fA-F]{64}|[0-9a-fA-F]{80})$';
const ENTRIES = '/api/v1/log/entries';

type Route = (log: RekorLog, request: HttpRequest) => HttpResponse;

/** Rekor v1 (github.com/sigstore/rekor 1.5, openapi.yaml) with the sandbox's keys and clock. */
export function createRekorV1(context: SandboxContext): HttpHandler {
  const log = new RekorLog(context.keys.rekor, new URL(context.urls.rekor).hostname, context.clock);
  return async (request) => {
    try {
      return route(request)(log, request);
    } catch (error) {
      if (error instanceof RekorError) return error.response();
      throw error;
    }
  };
}

const ROUTES: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/ping': { GET: () => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: '.' }) },
  '/api/v1/log': { GET: treeHead },
  '/api/v1/log/publicKey': { GET: publicKey },
  '/api/v1/log/proof': { GET: consistency },
  '/api/v1/index/retrieve': {
    POST: (log, request) => json(200, searchIndex(log, requestJson(request, 'query'))),
  },
  [`${ENTRIES}/retrieve`]: { POST: retrieve, GET: byUuid },
  [ENTRIES]: { POST: create, GET: byIndex },
};

function route({ method, path: sent }: HttpRequest): Route {
  const path = sent.replace(/(.)\/$/, '$1');
  const single = path.startsWith(`${ENTRIES}/`) && path.split('/').length === 6;
  const routes = ROUTES[path] ?? (single ? { GET: byUuid } : undefined);
  if (!routes) throw new RekorError(404, `path ${path} was not found`);
  const found = routes[method];
  if (found) return found;
  const allow = Object.keys(routes).join(',');
  throw new RekorError(405, `method ${method} is not allowed, but [${allow}] are`, { allow });
}

/** The JSON body, after go-openapi's checks in their order: that it exists, its media type, its syntax. */
function requestJson(request: HttpRequest, name: string): unknown {
  if (request.body.length === 0) throw new RekorError(602, `${name} in body is required`);
  const type = (request.headers['content-type'] ?? 'application/octet-stream').split(';')[0]?.trim();
  if (type !== 'application/json')
    throw new RekorError(415, `unsupported media type "${type}", only [application/json] are allowed`);
  try {
    return parseGoJson(Buffer.from(request.body).toString());
  } catch (error) {
    if (!(error instanceof GoJsonError)) throw error;
    if (name === 'proposedEntry') throw new RekorError(500, error.message);
    throw new RekorError(400, `parsing ${name} body from "" failed, because ${error.message}`);
  }
}

function create(log: RekorLog, request: HttpRequest): HttpResponse {
  const { uuid, index, added } = log.add(
    verified(checkProposedEntry(requestJson(request, 'proposedEntry')), 'error processing entry: '),
  );
  const location = `${ENTRIES}/${uuid}`;
  if (!added)
    throw new RekorError(
      409,
      `an equivalent entry already exists in the transparency log with UUID ${uuid}`,
      { location },
    );
  return json(201, log.entryJson(index, false), { etag: uuid, location });
}

function verified(entry: Readonly<Record<string, unknown>>, prefix: string) {
  try {
    return canonicalize(entry);
  } catch (error) {
    throw error instanceof EntryError ? new RekorError(400, prefix + error.message) : error;
  }
}

function byUuid(log: RekorLog, { path }: HttpRequest): HttpResponse {
  const uuid = path.split('/')[5] ?? '';
  if (!new RegExp(UUID).test(uuid)) throw new RekorError(605, `entryUUID in path should match '${UUID}'`);
  return found(log, log.indexOf(uuid));
}

function byIndex(log: RekorLog, { query }: HttpRequest): HttpResponse {
  return found(log, requiredInteger(query, 'logIndex', 0));
}

function found(log: RekorLog, index: number | undefined): HttpResponse {
  const entry = index === undefined ? undefined : log.entryJson(index, true);
  return entry === undefined ? { status: 404, body: '' } : json(200, entry);
}

function treeHead(log: RekorLog): HttpResponse {
  return json(200, {
    inactiveShards: null,
    rootHash: Buffer.from(log.tree.root()).toString('hex'),
    signedTreeHead: log.checkpoint(),
    treeID: log.treeId,
    treeSize: log.tree.size,
  });
}

function publicKey(log: RekorLog, { query }: HttpRequest): HttpResponse {
  const treeId = query.get('treeID') ?? log.treeId;
  if (!/^[0-9]+$/.test(treeId)) throw new RekorError(605, "treeID in query should match '^[0-9]+$'");
  if (treeId !== log.treeId) throw new RekorError(400, 'Bad Request');
  return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: log.publicKeyPem };
}

function consistency(log: RekorLog, { query }: HttpRequest): HttpResponse {
  const first = query.has('firstSize') ? requiredInteger(query, 'firstSize', 1) : 1;
  const last = requiredInteger(query, 'lastSize', 1);
  const treeId = query.get('treeID');
  if (treeId !== null && treeId !== log.treeId)
    throw new RekorError(400, `no log range found for tree ID ${treeId}`);
  if (first > last) throw new RekorError(400, `firstSize(${first}) must be less than lastSize(${last})`);
  if (last > log.tree.size)
    throw new RekorError(
      400,
      `the tree size requested(${last}) was greater than what is currently observable(${log.tree.size})`,
    );
  const hashes = log.tree.consistencyProof(first, last).map((hash) => Buffer.from(hash).toString('hex'));
  return json(200, { hashes, rootHash: Buffer.from(log.tree.root()).toString('hex') });
}

function requiredInteger(query: URLSearchParams, name: string, minimum: number): number {
  const value = query.get(name);
  if (value === null) throw new RekorError(602, `${name} in query is required`);
  if (!/^[+-]?\d{1,18}$/.test(value))
    throw new RekorError(601, `${name} in query must be of type int64: "${value}"`);
  if (Number(value) < minimum)
    throw new RekorError(609, `${name} in query should be greater than or equal to ${minimum}`);
  return Number(value);
}

/** POST /api/v1/log/entries/retrieve: up to ten each of UUIDs, indexes and complete entries. Missing ones are left out. */
function retrieve(log: RekorLog, request: HttpRequest): HttpResponse {
  const value = requestJson(request, 'entry');
  const query = isObject(value) ? value : {};
  const uuids = items(query, 'entryUUIDs');
  const indexes = items(query, 'logIndexes');
  uuids.forEach((uuid, i) => {
    if (!new RegExp(UUID).test(String(uuid)))
      throw new RekorError(605, `entryUUIDs.${i} in body should match '${UUID}'`);
  });
  indexes.forEach((index, i) => {
    if (Number(index) < 0)
      throw new RekorError(609, `logIndexes.${i} in body should be greater than or equal to 0`);
  });
  const byContent = items(query, 'entries').map((entry) => log.peek(verified(proposedIn(entry), '')));
  const answers = [...uuids.map((uuid) => log.indexOf(String(uuid))), ...indexes.map(Number), ...byContent]
    .map((index) => (index === undefined ? undefined : log.entryJson(index, true)))
    .filter((entry): entry is Json => entry !== undefined);
  return json(200, answers);
}

function proposedIn(entry: unknown): Readonly<Record<string, unknown>> {
  try {
    return checkProposedEntry(entry);
  } catch (error) {
    if (!(error instanceof RekorError)) throw error;
    throw new RekorError(400, `parsing entry body from "" failed, because ${error.message}`);
  }
}

function items(query: Readonly<Record<string, unknown>>, name: string): readonly unknown[] {
  const list = query[name];
  if (!Array.isArray(list)) return [];
  if (list.length === 0) throw new RekorError(612, `${name} in body should have at least 1 items`);
  if (list.length > 10) throw new RekorError(611, `${name} in body should have at most 10 items`);
  return list;
}
