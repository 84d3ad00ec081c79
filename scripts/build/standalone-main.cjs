// The first code of the standalone executable: loads the program's files from the assets inside it, on demand.
'use strict';
const { getAsset } = require('node:sea');
const { compileFunction } = require('node:vm');
const { isBuiltin } = require('node:module');
const { posix } = require('node:path');

const loaded = new Map();

function load(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const resolve = (id) => {
    if (id.startsWith('.')) return load(posix.join(posix.dirname(name), id));
    if (isBuiltin(id)) return require(id);
    throw Object.assign(new Error(`Cannot find module '${id}'`), { code: 'MODULE_NOT_FOUND' });
  };
  const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];
  const run = compileFunction(getAsset(name, 'utf8'), parameters, { filename: name });
  run.call(
    module.exports,
    module.exports,
    resolve,
    module,
    process.execPath,
    posix.dirname(process.execPath),
  );
  return module.exports;
}

// Node's licence wants its text with every copy, and so do those of the packages.
if (process.argv[2] === '--licenses') process.stdout.write(getAsset('licenses.txt', 'utf8'));
else load('waxseal.js');
