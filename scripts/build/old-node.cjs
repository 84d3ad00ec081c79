// What a Node does that is too old for the program: it starts another one, that beside the program, the one that `waxseal setup`
// recorded, or another of PATH; else it says in one line what is needed. The build writes `needed` and `noVerdict` before it
// (needed.mjs). A Node as old as 6 must be able to read this file, and the whole entry (bundle.mjs).
'use strict';
const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');
const { env } = process;
const name = process.platform === 'win32' ? 'node.exe' : 'node';

function fits(version) {
  const [major, minor] = version.split('.').map(Number);
  const [wanted, least] = needed.split('.').map(Number);
  return major > wanted || (major === wanted && minor >= least);
}

// In a user namespace all whom it does not know are shown as one user; as io/strangers.ts.
function isUnmapped(uid) {
  try {
    if (uid !== Number(fs.readFileSync('/proc/sys/kernel/overflowuid', 'latin1'))) return false;
    const ranges = fs.readFileSync('/proc/self/uid_map', 'latin1').trim().split('\n');
    return !ranges.some((range) => {
      const [first, , count] = range.trim().split(/\s+/).map(Number);
      return first <= uid && uid < first + count;
    });
  } catch {
    return false;
  }
}

// Whether nobody but this user and the system can have put there what is read; as io/strangers.ts. Throws if nothing is there.
function isOwn(file, links) {
  for (let at = file; process.getuid; at = path.dirname(at)) {
    const { uid, mode } = fs.lstatSync(at);
    if (links === 0 || (uid !== 0 && uid !== process.getuid() && !isUnmapped(uid))) return false;
    if ((mode & fs.constants.S_IFMT) === fs.constants.S_IFLNK) {
      if (!isOwn(path.resolve(path.dirname(at), fs.readlinkSync(at)), links - 1)) return false;
    } else if ((mode & 0o002) !== 0 && (mode & 0o1000) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
  return true;
}

function recorded(directory) {
  const file = path.join(directory, 'waxseal', 'node');
  try {
    return isOwn(file, 40) ? fs.readFileSync(file, 'utf8').split('\n')[0] : '';
  } catch {
    return '';
  }
}

function found() {
  const home = env.HOME || '';
  const homes = [env.XDG_CONFIG_HOME || '', `${home}/.config`, `${home}/Library/Application Support`];
  const directories = (env.PATH || '').split(path.delimiter);
  const all = [
    path.join(path.dirname(process.argv[1]), name),
    ...homes.filter(path.isAbsolute).map(recorded),
    ...directories.map((directory) => path.join(directory, name)),
  ];
  return all
    .filter((file) => path.isAbsolute(file) && fs.existsSync(file))
    .find((file) => {
      const { stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 5000 });
      return /^v\d+\.\d+/.test(stdout || '') && fits(stdout.slice(1));
    });
}

// The descriptors that git and the launcher have opened for us.
const [, statusFd] = /--status-fd[= ](\d)(?: |$)/.exec(process.argv.slice(2).join(' ')) || [];

function streams() {
  const passed = [statusFd, env.WAXSEAL_OUTPUT_FD, env.WAXSEAL_GIT_CONFIG_FD, env.WAXSEAL_AGENT_FD]
    .filter(Boolean)
    .map(Number);
  const all = [0, 1, 2];
  while (all.length <= Math.max(2, ...passed)) all.push(passed.includes(all.length) ? all.length : 'ignore');
  return all;
}

const other = found();
if (other) {
  const { status } = spawnSync(other, process.argv.slice(1), { stdio: streams() });
  process.exit(status === null ? 2 : status);
}
// Without status lines git would call a signed commit unsigned.
if (statusFd && process.argv.includes('--verify')) {
  const fd = statusFd === '1' ? env.WAXSEAL_OUTPUT_FD || 1 : statusFd;
  fs.writeSync(Number(fd), `${noVerdict.join('\n')}\n`);
}
const here = `Node.js ${process.versions.node} (${process.execPath})`;
fs.writeSync(2, `waxseal: this is ${here}: Node.js ${needed} or newer is needed\n`);
process.exit(2);
