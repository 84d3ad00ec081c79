#!/usr/bin/env node
// Runs the embedded Sigstore until it is stopped: npm run sandbox -- --help
import { transpile } from './transpile.mjs';

await transpile();
await import('../build/test/sandbox/main.js');
