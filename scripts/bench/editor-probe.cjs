// The build of a measured editor puts this before the extension's main file. It notes the time of each event, in
// milliseconds of performance.now(), for scripts/bench/editor-inside.mjs. Nothing of this ships.
'use strict';
const fs = require('node:fs');

const WATCHED = {
  fs: Object.keys(fs).filter((name) =>
    /^(open|read|stat|lstat|access|exists|readdir|realpath|write)/.test(name),
  ),
  child_process: ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'],
  net: ['connect', 'createConnection'],
  dns: ['lookup', 'resolve'],
};

/** Lists the files, processes and connections that this thread uses while `body` runs. */
function asked(body) {
  const names = [];
  const undo = [];
  for (const [module, functions] of Object.entries(WATCHED)) {
    const target = require(`node:${module}`);
    for (const name of functions) {
      const original = target[name];
      if (typeof original !== 'function') continue;
      target[name] = function (...args) {
        names.push(`${module}.${name}`);
        return original.apply(this, args);
      };
      undo.push(() => {
        target[name] = original;
      });
    }
  }
  try {
    return [body(), names];
  } finally {
    for (const one of undo) one();
  }
}

/**
 * By thread id: the thread's processor time and the time it waited for a core, in milliseconds
 * (proc_pid_schedstat(5)).
 */
function threads() {
  const found = {};
  for (const id of fs.readdirSync('/proc/self/task')) {
    const [cpu, waited] = fs.readFileSync(`/proc/self/task/${id}/schedstat`, 'latin1').split(' ');
    const name = fs.readFileSync(`/proc/self/task/${id}/comm`, 'latin1').trim();
    found[id] = {
      name,
      main: Number(id) === process.pid,
      cpu: Number(cpu) / 1e6,
      waited: Number(waited) / 1e6,
    };
  }
  return found;
}

const seen = { loading: performance.now() };
globalThis.waxsealProbe = seen;
const extension = require('./dist/extension.cjs');
seen.loaded = performance.now();

const threading = require('node:worker_threads');
const { Worker } = threading;
threading.Worker = class extends Worker {
  constructor(...given) {
    seen.constructing ??= performance.now();
    super(...given);
    seen.constructed ??= performance.now();
    this.once('online', () => {
      seen.online ??= performance.now();
    });
    this.once('message', () => {
      seen.answered ??= performance.now();
    });
  }
};

exports.activate = (context) => {
  seen.activating = performance.now();
  const [api, names] = asked(() => extension.activate(context));
  seen.activated = performance.now();
  seen.before = threads();
  seen.asked = names;
  const subscription = api.store.onDidChange(() => {
    const [repository] = api.store.repositories;
    if (repository) seen.repository ??= performance.now();
    if (repository?.basis) seen.opened ??= performance.now();
    const head = repository?.basis?.head;
    if (head === undefined || !repository.verdicts.has(`${head} ${head}`)) return;
    seen.head = performance.now();
    seen.after = threads();
    subscription.dispose();
  });
  return api;
};
exports.deactivate = extension.deactivate;
