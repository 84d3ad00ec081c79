// The loader inside dist/waxseal.js. The build writes these before it: `where` (number of a chunk -> number of its
// pack, -1 for the entry), `packs` (for each the file and the shortened SHA-256 of its text), `keepAfterMs`, and
// `here` (the entry's own chunks).
//
// Compiling a pack costs about 25 ms at every start. So V8's compiled code is kept in the user's cache directory,
// under the pack's digest and the version of Node. V8 itself refuses the cache of another version or other flags,
// but it accepts a damaged one and crashes. So the file begins with a SHA-256. A file that other users can access
// is not read, because it is code, and nothing is read or kept below a directory that others could exchange (as io/strangers.ts).
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const made = [];
const loaded = [];
const LEAST = 49152;
const KEPT = 40;
const DIGEST = 32;
let cacheAt; // looked for once

function cacheDirectory() {
  const { env, platform } = process;
  const home = env.HOME || env.USERPROFILE;
  if (env.WAXSEAL_CODE_CACHE === 'off' || !home) return undefined;
  const set = env.XDG_CACHE_HOME && path.isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : undefined;
  const usual = { darwin: 'Library/Caches', win32: 'AppData/Local' }[platform] || '.cache';
  const base = set || (platform === 'win32' && env.LOCALAPPDATA) || path.join(home, usual);
  // A relative path would be inside the repository, and code from there must never run.
  // A path that is not UTF-8 is another one for Node.
  if (!path.isAbsolute(base) || base.includes('\ufffd')) return undefined;
  const directory = path.join(base, 'waxseal', 'code');
  try {
    return isExchangeable(directory) ? undefined : directory;
  } catch {
    return undefined;
  }
}

function sha256(bytes) {
  return require('node:crypto').createHash('sha256').update(bytes).digest();
}

function readOwn(file) {
  let fd;
  try {
    fd = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW || 0));
    const { uid, mode } = fs.fstatSync(fd);
    if (process.getuid && (uid !== process.getuid() || (mode & 0o077) !== 0)) return undefined;
    const bytes = fs.readFileSync(fd);
    const code = bytes.subarray(DIGEST);
    return sha256(code).equals(bytes.subarray(0, DIGEST)) ? code : undefined;
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) fs.closeSync(fd);
  }
}

// Why others could put another directory in the place of this one, or of one above it; as io/strangers.ts.
function isExchangeable(directory, links = 40) {
  for (let at = directory; process.getuid; at = path.dirname(at)) {
    const found = fs.lstatSync(at, { throwIfNoEntry: false });
    if (found) {
      if (links === 0 || (found.uid !== 0 && found.uid !== process.getuid())) return true;
      if (found.isSymbolicLink()) {
        if (isExchangeable(path.resolve(path.dirname(at), fs.readlinkSync(at)), links - 1)) return true;
      } else if ((found.mode & 0o002) !== 0 && (found.mode & 0o1000) === 0) return true;
    }
    if (at === path.dirname(at)) return false;
  }
  return false;
}

// As io/make-directory.ts.
function make(directory) {
  try {
    fs.mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if (error.code === 'EEXIST') return;
    if (error.code !== 'ENOENT' || directory === path.dirname(directory)) throw error;
    make(path.dirname(directory));
    fs.mkdirSync(directory, { mode: 0o700 });
  }
  fs.chmodSync(directory, 0o700);
}

// If this fails, only the next start takes longer.
function keep(file, script) {
  const directory = path.dirname(file);
  const temporary = `${file}.${process.pid}`;
  try {
    make(directory);
    const code = script.createCachedData();
    fs.writeFileSync(temporary, Buffer.concat([sha256(code), code]), { flag: 'wx', mode: 0o600 });
    fs.renameSync(temporary, file);
    const names = fs.readdirSync(directory);
    for (const name of names.length > KEPT ? names : []) {
      if (name !== path.basename(file)) fs.rmSync(path.join(directory, name), { force: true });
    }
  } catch {
    try {
      fs.rmSync(temporary, { force: true });
    } catch {
      // No such directory can exist, so there is nothing to remove.
    }
  }
}

// A thread may be ended at any time, so the compiled code is stored while it still runs.
function keepLater(file, script) {
  if (keepAfterMs > 0) setTimeout(keep, keepAfterMs, file, script).unref();
  else process.on('exit', () => keep(file, script));
}

function load([pack, digest]) {
  if (cacheAt === undefined) cacheAt = cacheDirectory() || '';
  const directory = cacheAt || undefined;
  const filename = path.join(__dirname, pack);
  let source = '';
  if (directory !== undefined) {
    try {
      source = fs.readFileSync(filename, 'utf8');
    } catch {
      // In the standalone executable there is no such file. Its `require` knows where the pack is.
    }
  }
  if (source === '') return require(pack);
  // Compiling a small pack is as fast as checking its cache.
  const file =
    source.length < LEAST ? undefined : path.join(directory, `${digest}-${process.version}-${process.arch}`);
  const cachedData = file && readOwn(file);
  const wrapped = `(function(module,require){${source}\n})`;
  const script = new vm.Script(wrapped, { filename, cachedData });
  if (file && (cachedData === undefined || script.cachedDataRejected)) keepLater(file, script);
  const module = { exports: {} };
  script.runInThisContext()(module, require);
  return module.exports;
}

function __loadChunk(chunk) {
  let module = made[chunk];
  if (module === undefined) {
    module = made[chunk] = { exports: {} };
    const pack = where[chunk];
    if (pack >= 0 && loaded[pack] === undefined) loaded[pack] = load(packs[pack]);
    (pack < 0 ? here : loaded[pack])[chunk](module, module.exports, __loadChunk);
  }
  return module.exports;
}
