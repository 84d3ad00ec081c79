import assert from 'node:assert/strict';
import { constants as real } from 'node:http2';
import { test } from 'node:test';
import { constants } from '../../io/sigstore/http-constants.js';

test('the constants that stand in for node:http2 are those of node:http2', () => {
  for (const [name, value] of Object.entries(constants)) assert.equal(Reflect.get(real, name), value, name);
});
