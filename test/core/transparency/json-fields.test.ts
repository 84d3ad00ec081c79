import { deepEqual, equal, throws } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { JsonFields } from '../../../core/transparency/json-fields.js';

const MALFORMED = { name: 'TransparencyError', code: 'LOG_ENTRY_MALFORMED' };
const INHERITED = { object: {}, objects: [{}], text: 'x', texts: ['x'], number: 1, int64: 1 };

describe('a member of a JSON answer', () => {
  test('that is inherited counts as absent', () => {
    const fields = new JsonFields(Object.create(INHERITED));
    for (const kind of ['object', 'objects', 'text', 'texts', 'number'] as const) {
      equal(fields.has(kind), false);
      throws(() => fields[kind](kind), MALFORMED, kind);
    }
    equal(fields.int64('int64'), 0);
    deepEqual(fields.names, []);
  });

  test('that is null counts as absent', () => {
    const fields = JsonFields.parse('{"a":null}');
    equal(fields.has('a'), false);
    for (const kind of ['object', 'objects', 'text', 'texts', 'number'] as const)
      throws(() => fields[kind]('a'), MALFORMED, kind);
    equal(fields.int64('a'), 0);
  });

  const wrong = {
    object: ['1', '[]', '"x"'],
    objects: ['{}', '[1]', '[{},1]', '"x"'],
    text: ['1', '{}', 'true'],
    texts: ['"x"', '[1]', '["x",1]', '{}'],
    number: ['"1"', '-1', '1.5', '9007199254740992', 'true'],
    int64: ['"01"', '"-1"', '"+1"', '"1.0"', '"1 "', '" 1"', '""', '"9007199254740992"', '-1', '1.5', '[]'],
    hex: ['"x"', '1'],
    base64: ['"*"', '1'],
    protoBytes: ['"*"', '1'],
  } as const;
  for (const [kind, values] of Object.entries(wrong) as [keyof typeof wrong, readonly string[]][])
    test(`is refused where it cannot be read as ${kind}`, () => {
      for (const value of values) throws(() => JsonFields.parse(`{"a":${value}}`)[kind]('a'), value);
    });

  test('is read with its type', () => {
    const fields = JsonFields.parse(
      '{"o":{"x":1},"l":[{"x":1},{"x":2}],"e":[],"t":"","ts":["a","b"],"n":0,"m":9007199254740991,"i":"9007199254740991","z":"0"}',
    );
    equal(fields.object('o').number('x'), 1);
    deepEqual(
      fields.objects('l').map((item) => item.number('x')),
      [1, 2],
    );
    deepEqual([fields.objects('e'), fields.texts('e')], [[], []]);
    equal(fields.text('t'), '');
    deepEqual(fields.texts('ts'), ['a', 'b']);
    deepEqual([fields.number('n'), fields.number('m')], [0, Number.MAX_SAFE_INTEGER]);
    deepEqual([fields.int64('i'), fields.int64('z'), fields.int64('n')], [Number.MAX_SAFE_INTEGER, 0, 0]);
  });
});
