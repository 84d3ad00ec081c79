import { Ajv } from 'ajv';

// The rules of SARIF 2.1.0 (OASIS, chapter 3) for the objects and properties that are used here. Nothing else may appear.

const TEXT = { type: 'string', minLength: 1 };
const MESSAGE = object({ text: TEXT }, ['text']);
const INDEX = { type: 'integer', minimum: 0 };

function object(properties: Record<string, unknown>, required: readonly string[] = []) {
  return { type: 'object', properties, required, additionalProperties: false };
}

function array(items: unknown, more = {}) {
  return { type: 'array', items, ...more };
}

/** 3.28 location, with 3.29 physicalLocation and 3.33 logicalLocation. */
const LOCATION = object({
  physicalLocation: object({
    artifactLocation: object({ uri: { type: 'string', format: 'uri-reference' }, uriBaseId: TEXT }),
    region: object({ startLine: { type: 'integer', minimum: 1 } }),
  }),
  logicalLocations: array(object({ name: TEXT, fullyQualifiedName: TEXT, kind: TEXT }), {
    uniqueItems: true,
  }),
});

/** 3.27 result. `error` for the level is only allowed where the kind is `fail`, the default (3.27.9, 3.27.10). */
const RESULT = object(
  {
    ruleId: TEXT,
    ruleIndex: INDEX,
    level: { enum: ['none', 'note', 'warning', 'error'] },
    message: MESSAGE,
    locations: array(LOCATION),
    partialFingerprints: { type: 'object', additionalProperties: TEXT },
    suppressions: array(
      object(
        {
          kind: { enum: ['inSource', 'external'] },
          status: { enum: ['accepted', 'underReview', 'rejected'] },
          justification: TEXT,
        },
        ['kind'],
      ),
      { uniqueItems: true },
    ),
    properties: { type: 'object' },
  },
  ['message'],
);

/** 3.49 reportingDescriptor. */
const RULE = object(
  { id: TEXT, shortDescription: MESSAGE, help: MESSAGE, helpUri: { type: 'string', format: 'uri' } },
  ['id'],
);

const DRIVER = object(
  {
    name: TEXT,
    version: TEXT,
    semanticVersion: TEXT,
    rules: array(RULE, { uniqueItems: true }),
    notifications: array(RULE, { uniqueItems: true }),
  },
  ['name'],
);

/** 3.58 notification, for a problem of the tool's configuration (3.20.22). */
const CONFIGURATION = object(
  {
    descriptor: object({ id: TEXT, index: INDEX }),
    level: { enum: ['none', 'note', 'warning', 'error'] },
    message: MESSAGE,
    locations: array(LOCATION),
  },
  ['message'],
);

/** 3.20 invocation with 3.58 notification; `error` means that the run has no answer (3.58.6). */
const INVOCATION = object(
  {
    executionSuccessful: { type: 'boolean' },
    toolExecutionNotifications: array(
      object({ level: { enum: ['none', 'note', 'warning'] }, message: MESSAGE }, ['message']),
    ),
    toolConfigurationNotifications: array(CONFIGURATION),
    properties: { type: 'object' },
  },
  ['executionSuccessful'],
);

const LOG = object(
  {
    $schema: { type: 'string', format: 'uri' },
    version: { const: '2.1.0' },
    runs: array(
      object(
        {
          tool: object({ driver: DRIVER }, ['driver']),
          invocations: array(INVOCATION),
          results: array(RESULT),
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
        },
        ['tool'],
      ),
    ),
  },
  ['version', 'runs'],
);

const uri = (text: string) => URL.canParse(text);
const check = new Ajv({
  allErrors: true,
  formats: { uri, 'uri-reference': (text: string) => URL.canParse(text, 'file:///') },
}).compile(LOG);

/** The places at which a document violates SARIF 2.1.0; empty if there are none. */
export function sarifProblems(document: unknown): string[] {
  check(document);
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}
