import { equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { withoutStacks } from '../../../core/encoding/index.js';

test('an error that is made inside has no stack, and afterwards errors have one again', () => {
  const usual = Error.stackTraceLimit;
  equal(
    withoutStacks(() => new Error('inside').stack),
    'Error: inside',
  );
  equal(Error.stackTraceLimit, usual);
});

test('what is thrown inside is passed on, and errors have stacks again', () => {
  const usual = Error.stackTraceLimit;
  const broken = (): never => {
    throw new TypeError('broken');
  };
  throws(() => withoutStacks(broken), TypeError);
  equal(Error.stackTraceLimit, usual);
});
