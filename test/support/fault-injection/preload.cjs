// Loaded before the program (`NODE_OPTIONS=--require=…`). It numbers the program's own calls of the file system, of the network and
// of other programs, and makes one of them fail. FAIL_CALL is { log, number?, code?, way? } as JSON: each call is written to the log
// as one line of JSON, and the call with this number fails with this code in this way. Calls that Node makes for itself do not count.
'use strict';
const childProcess = require('node:child_process');
const dgram = require('node:dgram');
const dns = require('node:dns');
const fs = require('node:fs');
const http = require('node:http');
const http2 = require('node:http2');
const https = require('node:https');
const net = require('node:net');
const { basename } = require('node:path');
const { setTimeout: later } = require('node:timers');
const tls = require('node:tls');
const { getSystemErrorMap } = require('node:util');

// A program that the program starts is left alone.
const { log, number: chosen, code = 'EIO', way } = JSON.parse(process.env.FAIL_CALL ?? '{"log":"/dev/null"}');
delete process.env.FAIL_CALL;
const real = {
  appendFileSync: fs.appendFileSync,
  spawn: childProcess.spawn,
  writeFileSync: fs.writeFileSync,
};
const MESSAGES = new Map([...getSystemErrorMap()].map(([errno, [name, text]]) => [name, { errno, text }]));
let calls = 0;

function failure(syscall, path) {
  const { errno, text } = MESSAGES.get(code);
  const where = typeof path === 'string' ? ` '${path}'` : '';
  return Object.assign(new Error(`${code}: ${text}, ${syscall}${where}`), {
    errno,
    code,
    syscall,
    ...(where && { path }),
  });
}

const PROMISIFIED = /node:internal\/util[: ]|at new Promise \(<anonymous>\)/;

/** The place in our own code that makes the call that is under way; undefined if Node makes it. */
function caller() {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 12;
  const frames = new Error().stack.split('\n').slice(1);
  Error.stackTraceLimit = stackTraceLimit;
  const from = frames.find((frame) => !frame.includes(__filename) && !PROMISIFIED.test(frame)) ?? '';
  return from.includes('node:') ? undefined : basename(from.trim().replace(/\)$/, ''));
}

/** Counts a call. Returns whether it is the one that fails. */
function counts(kind, name, args) {
  const at = caller();
  if (at === undefined) return false;
  calls += 1;
  const about = [args[0], Array.isArray(args[1]) ? args[1].join(' ') : undefined].map((value) =>
    typeof value === 'string' || typeof value === 'number' || value instanceof URL
      ? String(value)
      : undefined,
  );
  const line = { number: calls, kind, name, about: about.filter(Boolean).join(' ').slice(0, 300), at };
  real.appendFileSync(log, `${JSON.stringify({ ...line, ...(calls === chosen && { failed: true }) })}\n`);
  return calls === chosen;
}

function replace(owner, name, kind, failing) {
  const original = owner[name];
  if (typeof original !== 'function') return;
  const wrapped = function (...args) {
    if (!counts(kind, name, args)) return Reflect.apply(original, this, args);
    return failing.call(this, args, original);
  };
  Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
  owner[name] = wrapped;
}

/** A full disk leaves half of what was to be written. */
function writeHalf(name, [path, data, options]) {
  if (!/^writeFile/.test(name) || typeof path !== 'string') return;
  try {
    real.writeFileSync(
      path,
      data.slice(0, data.length / 2),
      typeof options === 'object' ? options : undefined,
    );
  } catch {
    // It cannot be written at all.
  }
}

const syscallOf = (name) => name.replace(/Sync$|File/g, '').toLowerCase();
const NO_CALLS = /^(?:_|[A-Z]|unwatchFile|watch|openAsBlob|createReadStream|createWriteStream)/;

for (const name of Object.keys(fs).filter((key) => !NO_CALLS.test(key))) {
  if (name === 'existsSync') replace(fs, name, 'sync', () => false);
  else if (name.endsWith('Sync'))
    replace(fs, name, 'sync', (args) => {
      writeHalf(name, args);
      throw failure(syscallOf(name), args[0]);
    });
  else
    replace(fs, name, 'callback', (args) => {
      later(() => args.at(-1)(failure(syscallOf(name), args[0])), 0);
    });
}
for (const name of ['createReadStream', 'createWriteStream'])
  replace(fs, name, 'stream', function (args, original) {
    const stream = Reflect.apply(original, this, args);
    stream.destroy(failure('open', args[0]));
    return stream;
  });
for (const name of Object.keys(fs.promises).filter((key) => key !== 'constants' && key !== 'watch'))
  replace(fs.promises, name, 'promise', async (args) => {
    writeHalf(name, args);
    throw failure(syscallOf(name), args[0]);
  });
const { open } = fs.promises;
fs.promises.open = async (...args) => {
  const handle = await open(...args);
  for (const name of ['read', 'readFile', 'write', 'writeFile', 'stat', 'sync', 'close', 'chmod', 'truncate'])
    replace(handle, name, 'handle', async function (_args, original) {
      if (name === 'close') await Reflect.apply(original, this, []);
      throw failure(name);
    });
  return handle;
};

// A connection or a request: it fails at once, in an event, or when an answer begins.
function failingStream(answer) {
  return function (args, original) {
    if (way === 'sync') throw failure('connect');
    const stream = Reflect.apply(original, this, args);
    if (way === 'cut') {
      const cut = (from) => from.destroy(failure('read'));
      stream.prependOnceListener(answer, (from) => cut(answer === 'response' ? from : stream));
    } else stream.destroy(failure('connect'));
    return stream;
  };
}
for (const module of [http, https])
  for (const name of ['request', 'get']) replace(module, name, 'network', failingStream('response'));
for (const [module, name, answer] of [
  [net, 'connect', 'data'],
  [net, 'createConnection', 'data'],
  [tls, 'connect', 'secureConnect'],
  [http2, 'connect', 'connect'],
  [net.Socket.prototype, 'connect', 'data'],
])
  replace(module, name, 'network', failingStream(answer));
replace(net.Server.prototype, 'listen', 'network', function () {
  if (way === 'sync') throw failure('listen');
  later(() => this.emit('error', failure('listen')), 0);
  return this;
});
replace(dns, 'lookup', 'callback', (args) => {
  later(() => args.at(-1)(failure('getaddrinfo')), 0);
});
replace(dns.promises, 'lookup', 'promise', async () => {
  throw failure('getaddrinfo');
});
replace(dgram, 'createSocket', 'network', () => {
  throw failure('socket');
});
// What is written to a program or to the other end of a connection.
for (const name of ['write', 'end']) {
  replace(net.Socket.prototype, name, 'written', function (args, original) {
    if (name === 'end' && args.length === 0) return Reflect.apply(original, this, args);
    this.destroy(failure('write'));
    return false;
  });
}

// Another program: it cannot be started (with and without streams, as after EMFILE), is killed, or ends with an error.
const INSTEAD = { dies: 'kill -9 $$', fails: 'echo "fatal: made to fail" >&2; exit 128' };
function failingChild(args) {
  if (way === 'sync') throw failure('spawn', args[0]);
  const options = args.find((arg) => arg && typeof arg === 'object' && !Array.isArray(arg)) ?? {};
  if (INSTEAD[way]) return real.spawn('/bin/sh', ['-c', INSTEAD[way]], { ...options, shell: false });
  const child = real.spawn('/nonexistent/program', [], { ...options, cwd: '/', shell: false });
  const { emit } = child;
  child.emit = (event, ...rest) =>
    event === 'error'
      ? emit.call(child, event, failure(`spawn ${args[0]}`))
      : emit.call(child, event, ...rest);
  if (way === 'bare') {
    for (const stream of child.stdio) stream?.destroy();
    Object.assign(child, { stdin: undefined, stdout: undefined, stderr: undefined, stdio: undefined });
  }
  return child;
}
replace(childProcess, 'spawn', 'program', failingChild);
replace(childProcess, 'execFile', 'program', (args) => {
  const done = args.at(-1);
  if (way === 'sync') throw failure('spawn', args[0]);
  const child = failingChild(args.slice(0, -1));
  let ended = false;
  const end = (error) => {
    if (!ended) done(error, '', '');
    ended = true;
  };
  child.once('error', end);
  child.once('close', (status) =>
    end(Object.assign(new Error(`Command failed: ${args[0]}`), { code: status })),
  );
  return child;
});
for (const name of ['spawnSync', 'execFileSync'])
  replace(childProcess, name, 'program', ([file]) => {
    const error = failure(`spawnSync ${file}`, file);
    if (name === 'execFileSync') throw error;
    return { pid: 0, output: null, stdout: null, stderr: null, status: null, signal: null, error };
  });
