import assert from 'node:assert/strict';
import child_process from 'node:child_process';
import fs from 'node:fs';
import Module, { createRequire } from 'node:module';
import net from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import worker_threads from 'node:worker_threads';
import { ROOT } from './support/vscode-host.js';

type Functions = Record<string, unknown>;

/** An object whose members can all be called and constructed; each gives another such object. It is never a promise. */
function anything(): object {
  const known = new Map<string | symbol, unknown>();
  return new Proxy(class {}, {
    get: (_, name) => {
      if (name === Symbol.toPrimitive) return () => 'anything';
      if (name === 'prototype') return Object.prototype;
      if (!known.has(name)) known.set(name, anything());
      return known.get(name);
    },
    set: (_, name, value) => {
      known.set(name, value);
      return true;
    },
    apply: anything,
    construct: anything,
  });
}

/** Prevents delayed work from running while `body` runs. */
function withoutLater(body: () => void): void {
  const { queueMicrotask, setImmediate, setTimeout } = globalThis;
  const never = () => 0;
  Object.assign(globalThis, { queueMicrotask: never, setImmediate: never, setTimeout: never });
  try {
    body();
  } finally {
    Object.assign(globalThis, { queueMicrotask, setImmediate, setTimeout });
  }
}

/** The names of the functions of these modules that are called while `body` runs. */
function calledIn(modules: Record<string, object>, body: () => void): string[] {
  const called: string[] = [];
  const undo: (() => void)[] = [];
  for (const [module, object] of Object.entries(modules)) {
    const members = object as Functions;
    for (const name of Object.keys(members)) {
      const { value: original, writable } = Object.getOwnPropertyDescriptor(members, name) ?? {};
      if (typeof original !== 'function' || !writable) continue;
      members[name] = function (this: unknown, ...given: unknown[]) {
        called.push(`${module}.${name}`);
        return new.target ? Reflect.construct(original, given) : Reflect.apply(original, this, given);
      };
      undo.push(() => {
        members[name] = original;
      });
    }
  }
  try {
    body();
  } finally {
    for (const one of undo) one();
  }
  return called;
}

test('activation uses no files, processes or network', () => {
  const loader = Module as unknown as { _load(name: string, ...rest: unknown[]): unknown };
  const load = loader._load;
  const vscode = anything();
  loader._load = (name, ...rest) => (name === 'vscode' ? vscode : load.call(loader, name, ...rest));
  try {
    const require = createRequire(import.meta.url);
    const main = require(join(ROOT, 'dist', 'extension.cjs')) as { activate(context: object): unknown };
    const modules = { fs, promises: fs.promises, child_process, net, worker_threads };
    const context = { subscriptions: [], extensionUri: anything(), extension: anything() };
    assert.deepEqual(
      calledIn(modules, () => withoutLater(() => void main.activate(context))),
      [],
    );
    assert.notEqual(context.subscriptions.length, 0, 'nothing was activated');
  } finally {
    loader._load = load;
  }
});
