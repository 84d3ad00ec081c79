// Replacements, a few lines each, for modules that VS Code loads and that npm lacks or would have to compile.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The files to write below an unpacked VS Code: [absolute path, text] each. */
export function standIns(vscode) {
  const watchdog = join(vscode, 'node_modules', '@vscode', 'native-watchdog');
  return [
    [join(vscode, 'node_modules', '@vscode', 'spdlog', 'index.js'), LOGGER],
    [join(vscode, 'extensions/github-authentication/dist/browser/extension.js'), ACCOUNTS],
    ...(existsSync(watchdog) ? [[join(watchdog, 'index.js'), WATCHDOG]] : []),
  ];
}

// The interface of the native logger. Without one, the server writes no log files and prints far too much to
// standard error.
const LOGGER = `
const fs = require('fs');
const path = require('path');
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];
let least = 2;
class Logger {
  constructor(_type, _name, file) {
    this.level = least;
    this.file = file;
    if (file) try { fs.mkdirSync(path.dirname(file), { recursive: true }); } catch {}
  }
  write(level, text) {
    if (level < this.level || !this.file) return;
    try { fs.appendFileSync(this.file, new Date().toISOString() + ' [' + names[level] + '] ' + text + '\\n'); } catch {}
  }
  trace(text) { this.write(0, text); }
  debug(text) { this.write(1, text); }
  info(text) { this.write(2, text); }
  warn(text) { this.write(3, text); }
  error(text) { this.write(4, text); }
  critical(text) { this.write(5, text); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() {}
  flush() {}
  drop() {}
}
exports.version = 0;
exports.setLevel = (level) => { least = level; };
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger('rotating', name, file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger('rotating_async', name, file);
`;

const WATCHDOG = 'exports.start = () => {};\nexports.exit = (code) => process.exit(code);\n';

// Missing in the npm package. Without it, the workbench waits for it and shows an error.
const ACCOUNTS = `
const vscode = require('vscode');
exports.activate = (context) => {
  const none = {
    onDidChangeSessions: new vscode.EventEmitter().event,
    getSessions: async () => [],
    createSession: async () => { throw new Error('offline'); },
    removeSession: async () => {},
  };
  context.subscriptions.push(vscode.authentication.registerAuthenticationProvider('github', 'GitHub', none));
};
`;
