import Module, { createRequire } from 'node:module';
import fetch from '../../../io/sigstore/make-fetch-happen.js';

// Tests run unbundled: what the build does with an alias (@sigstore/sign speaking through io/http) is done here by putting
// our module into require's cache under the name of theirs. Import this before anything signs.
const require = createRequire(import.meta.url);
const path = require.resolve('make-fetch-happen');
const stand = new Module(path);
stand.loaded = true;
stand.exports = { __esModule: true, default: fetch };
require.cache[path] = stand as NodeJS.Module;
