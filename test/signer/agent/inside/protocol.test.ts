import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameReader, frame, LARGEST_FRAME, LARGEST_SENT } from '../../../../signer/agent/protocol.js';

test('the largest payload fits into the largest frame, and both are as documented', () => {
  assert.equal(LARGEST_FRAME, 12 * 2 ** 20);
  assert.equal(LARGEST_SENT, 8 * 2 ** 20);
});

test('a message is sent as its length in four bytes, followed by JSON in UTF-8', () => {
  const text = '{"type":"say","line":"é"}';
  assert.deepEqual(
    Buffer.from(frame({ type: 'say', line: 'é' })),
    Buffer.concat([Buffer.of(0, 0, 0, 26), Buffer.from(text)]),
  );
});

test('a frame of the largest size is sent and accepted, and one byte more is neither', () => {
  const line = (bytes: number) => 'x'.repeat(bytes - '{"type":"say","line":""}'.length);
  const message = { type: 'say', line: line(LARGEST_FRAME) } as const;
  const bytes = frame(message);
  assert.equal(bytes.length, 4 + LARGEST_FRAME);
  assert.deepEqual(new FrameReader().push(bytes), [message]);
  const refused = { name: 'ProtocolError', code: 'AGENT_PROTOCOL' };
  assert.throws(() => frame({ type: 'say', line: line(LARGEST_FRAME + 1) }), refused);
  assert.throws(() => new FrameReader().push(Buffer.of(0, 0xc0, 0, 1)), refused);
  assert.deepEqual(new FrameReader().push(Buffer.of(0, 0xc0, 0, 0)), []);
});

test('a reader may have its own limit', () => {
  const bytes = frame({ type: 'ending' });
  assert.deepEqual(new FrameReader(17).push(bytes), [{ type: 'ending' }]);
  assert.throws(() => new FrameReader(16).push(bytes), { code: 'AGENT_PROTOCOL' });
});

test('plain bytes, in one piece or split inside the header, are read like any other', () => {
  const bytes = new Uint8Array(Buffer.concat([frame({ type: 'ending' }), frame({ type: 'working' })]));
  assert.deepEqual(new FrameReader().push(bytes), [{ type: 'ending' }, { type: 'working' }]);
  const reader = new FrameReader();
  assert.deepEqual(reader.push(bytes.subarray(0, 3)), []);
  assert.deepEqual(reader.push(bytes.subarray(3, 4)), []);
  assert.deepEqual(reader.push(bytes.subarray(4, 30)), [{ type: 'ending' }]);
  assert.deepEqual(reader.push(bytes.subarray(30)), [{ type: 'working' }]);
});

test('a frame in many pieces is not copied again for every piece', () => {
  const bytes = frame({ type: 'say', line: 'x'.repeat(4 * 2 ** 20) });
  const reader = new FrameReader();
  const concat = Buffer.concat;
  let copied = 0;
  Buffer.concat = (list) => {
    copied += list.reduce((sum, { length }) => sum + length, 0);
    return concat(list);
  };
  try {
    for (let at = 0; at < bytes.length; at += 65_536) reader.push(bytes.subarray(at, at + 65_536));
  } finally {
    Buffer.concat = concat;
  }
  assert.ok(copied <= 3 * bytes.length, `${copied} bytes were copied for ${bytes.length}`);
});

test('anything but an object with a type is not a message', () => {
  for (const text of ['', 'x', '[]', 'null', '1', '"type"', '{"type":1}', '{}', '{"type":null}']) {
    const bytes = Buffer.from(`\0\0\0${String.fromCharCode(text.length)}${text}`, 'latin1');
    assert.throws(
      () => new FrameReader().push(bytes),
      { name: 'ProtocolError', code: 'AGENT_PROTOCOL' },
      text,
    );
  }
});
