// Finds strings that are only text for people. Changing them proves nothing about a verdict, so they are no
// mutants. Reason codes are.

const TEXT_PROPERTIES = ['message', 'detail', 'title', 'todo', 'hint', 'note', 'description'];
// For each function, the argument that only names the subject in error messages (the parameter `what`).
const LABELS = new Map(
  Object.entries({
    enter: 1,
    expect: 1,
    end: 0,
    readAlgorithm: 1,
    readDer: 2,
    inside: 0,
    bytesOf: 1,
    one: 0,
    SshReader: 1,
  }),
);
const ERRORS = /(Error|Refused)$|^(malformed|wrong|bad|unsupported|mismatch)$/;
const COMPARED = ['includes', 'startsWith', 'endsWith', 'indexOf', 'has', 'get', 'split'];

/** Whether the node, and all in it, is text for people. `path` holds its ancestors, the parent last. */
export function isText(node, path) {
  const parent = path.at(-1);
  if (node.type === 'Literal' && typeof node.value === 'string') {
    if (
      parent?.directive !== undefined ||
      /Declaration$/.test(parent?.type) ||
      parent?.type === 'ImportExpression'
    )
      return true;
    if (parent?.type === 'PropertyDefinition' && parent.key.name === 'name') return true;
  }
  if (isLabel(node, parent) || isTextOfError(node, parent) || isTextProperty(node, parent)) return true;
  return isSentence(node) && !decides(node, parent);
}

/** Whether a string is the key of a property. To change it, the key must become a computed one. */
export function isKey(node, parent) {
  return parent?.type === 'Property' && parent.key === node && !parent.computed;
}

function isSentence(node) {
  if (node.type === 'Literal') return typeof node.value === 'string' && / /.test(node.value);
  return node.type === 'TemplateLiteral' && node.quasis.some(({ value }) => / /.test(value.raw));
}

function decides(node, parent) {
  switch (parent?.type) {
    case 'BinaryExpression':
      return parent.operator !== '+';
    case 'SwitchCase':
      return parent.test === node;
    case 'CallExpression':
      return parent.callee !== node && COMPARED.includes(parent.callee.property?.name);
    case 'Property':
      return isKey(node, parent);
    default:
      return false;
  }
}

function isLabel(node, parent) {
  const at = LABELS.get(calledBy(parent));
  return at !== undefined && parent.arguments[at] === node;
}

// The code of an error is in capital letters.
function isTextOfError(node, parent) {
  if (!ERRORS.test(calledBy(parent)) || !parent.arguments.includes(node)) return false;
  return /Literal/.test(node.type) && !/^[A-Z][A-Z0-9_]+$/.test(node.value);
}

function calledBy(parent) {
  if (!['CallExpression', 'NewExpression'].includes(parent?.type)) return '';
  return parent.callee.property?.name ?? parent.callee.name ?? '';
}

function isTextProperty(node, parent) {
  return (
    parent?.type === 'Property' &&
    parent.value === node &&
    TEXT_PROPERTIES.includes(parent.key.name) &&
    /Literal/.test(node.type)
  );
}
