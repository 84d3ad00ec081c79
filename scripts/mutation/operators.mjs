// The operators: the changes that are made to a source file to see whether a test notices. They are fixed here.
//
//   condition  the test of `if`, `?:` and a boolean result becomes true, and false; that of a loop becomes false; `===`
//              becomes `!==`, `!x` becomes `x`, `some` becomes `every`
//   boundary   `<` becomes `<=`, `>` becomes `>=`, and back
//   logical    one operand of `&&`, `||` and `??` is left out
//   return     what a function returns becomes undefined, and a list becomes empty
//   call       a call, or a `yield`, whose value nobody uses is left out
//   constant   a number grows by one, a string becomes empty, a boolean is negated; a set or map loses a member; a
//              regular expression loses an anchor or a flag
//
// Not changed: types, text for people (text.mjs), and code that only the types require: the fallback of an indexed
// access (`parts[0] ?? ''`), and leaving a property out instead of setting it to undefined (`x === undefined ? {} : { x }`).
import { isText } from './text.mjs';

const NEGATED = { '===': '!==', '!==': '===', '==': '!=', '!=': '==' };
const REVERSED = { '<': '>=', '>': '<=', '<=': '>', '>=': '<' };
const SHIFTED = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const QUANTIFIED = new Map(Object.entries({ some: 'every', every: 'some' }));
const LOOPS = ['WhileStatement', 'DoWhileStatement', 'ForStatement'];
const ASKS =
  /^(some|every|includes|has|test|startsWith|endsWith|isSafeInteger|isInteger|isArray|equals?[A-Z]\w*|(?:is|has|may|can|allows|matches)[A-Z]\w*)$/;

/**
 * The mutants of one node. `path` holds its ancestors, the parent last; `text` gives the code of a node. Returns [{
 * operator, to }] where `to` is the code that replaces the node, or 'none' if nothing in the node is changed.
 */
export function mutantsOf(node, path, text) {
  if (isText(node, path) || isUndefined(node)) return 'none';
  const parent = path.at(-1);
  const found = [];
  const add = (operator, ...codes) => {
    for (const to of codes) found.push({ operator, to });
  };
  if (isTest(node, parent)) add('condition', ...(isOptionalProperty(parent, text) ? [] : ['true', 'false']));
  else if (isLoopTest(node, parent)) add('condition', 'false');
  else if (isResult(node, parent)) add(...resultMutants(node));
  else if (NEGATED[node.operator]) add('condition', between(node, NEGATED[node.operator], text));
  else if (REVERSED[node.operator]) add('condition', between(node, REVERSED[node.operator], text));
  else if (node.operator === '!') add('condition', text(node.argument));
  else if (['instanceof', 'in'].includes(node.operator)) add('condition', `!(${text(node)})`);
  if (SHIFTED[node.operator]) add('boundary', between(node, SHIFTED[node.operator], text));
  if (node.type === 'CallExpression' && QUANTIFIED.has(node.callee.property?.name)) {
    const { object, property } = node.callee;
    const rest = text(node).slice(property.end - node.start);
    add('condition', `${text(object)}.${QUANTIFIED.get(property.name)}${rest}`);
  }
  if (node.type === 'LogicalExpression') add('logical', ...operandsLeftOut(node, parent, text));
  if (isUnusedCall(node, parent)) add('call', 'undefined');
  add('constant', ...constants(node, path, text));
  return found;
}

function between({ left, right }, operator, text) {
  return `${text(left)} ${operator} ${text(right)}`;
}

function isTest(node, parent) {
  return ['IfStatement', 'ConditionalExpression'].includes(parent?.type) && parent.test === node;
}

function isLoopTest(node, parent) {
  return LOOPS.includes(parent?.type) && parent.test === node && node.type !== 'Literal';
}

function isResult(node, parent) {
  if (parent?.type === 'ReturnStatement') return true;
  return parent?.type === 'ArrowFunctionExpression' && parent.body === node && node.type !== 'BlockStatement';
}

function resultMutants(node) {
  if (isBoolean(node)) return ['condition', 'true', 'false'];
  if (['Literal', 'ArrowFunctionExpression'].includes(node.type)) return ['return'];
  if (node.type === 'ArrayExpression') return ['return', ...(node.elements.length > 0 ? ['[]'] : [])];
  if (node.type === 'ObjectExpression' && node.properties.length === 0) return ['return'];
  return ['return', 'undefined'];
}

function isBoolean(node) {
  switch (node.type) {
    case 'BinaryExpression':
      return (
        NEGATED[node.operator] || REVERSED[node.operator] || ['instanceof', 'in'].includes(node.operator)
      );
    case 'UnaryExpression':
      return node.operator === '!';
    case 'LogicalExpression':
      return node.operator !== '??' && isBoolean(node.left) && isBoolean(node.right);
    case 'CallExpression':
      return ASKS.test(node.callee.property?.name ?? node.callee.name ?? '');
    default:
      return false;
  }
}

function operandsLeftOut(node, parent, text) {
  const { operator } = node;
  if (operator === '??') {
    if (isIndexed(node.left) && isEmpty(node.right)) return [];
    const keepsLeft = isUndefined(node.right) ? [] : [text(node.left)];
    return [...keepsLeft, text(node.right)];
  }
  if (parent?.type === 'LogicalExpression' && parent.operator === operator) return [];
  const operands = chain(node, operator);
  const kept = operands.map((_, i) =>
    operands
      .filter((_, at) => at !== i)
      .map((operand) => `(${text(operand)})`)
      .join(` ${operator} `),
  );
  // `...(x && { x })`: without the test of `x`, the property would exist and be undefined.
  return parent?.type === 'SpreadElement' && operator === '&&' ? kept.slice(-1) : kept;
}

function chain(node, operator) {
  if (node.type !== 'LogicalExpression' || node.operator !== operator) return [node];
  return [...chain(node.left, operator), ...chain(node.right, operator)];
}

function isIndexed(node) {
  if (node.type === 'ChainExpression') return isIndexed(node.expression);
  if (node.type === 'CallExpression') return node.callee.property?.name === 'at';
  return node.type === 'MemberExpression' && (node.computed || isIndexed(node.object));
}

function isEmpty(node) {
  if (node.type === 'Literal') return ['', 0].includes(node.value);
  return (node.elements ?? node.properties)?.length === 0;
}

// esbuild writes `void 0`.
function isUndefined(node) {
  if (node.type === 'UnaryExpression') return node.operator === 'void' && node.argument.type === 'Literal';
  return node.type === 'Identifier' && node.name === 'undefined';
}

// `x === undefined ? {} : { x }`, `x ? { x } : {}`
function isOptionalProperty({ type, test, consequent, alternate }, text) {
  if (type !== 'ConditionalExpression') return false;
  const [some, none] = [consequent, alternate].sort((a, b) => text(b).length - text(a).length);
  if (none.type !== 'ObjectExpression' || none.properties.length > 0) return false;
  if (some.type !== 'ObjectExpression' || some.properties.length !== 1) return false;
  const asked = test.type === 'BinaryExpression' && isUndefined(test.right) ? test.left : test;
  return some.properties[0].value !== undefined && text(some.properties[0].value) === text(asked);
}

function isUnusedCall(node, parent) {
  if (parent?.type !== 'ExpressionStatement') return false;
  if (node.type === 'AwaitExpression') return isUnusedCall(node.argument, parent);
  if (node.type === 'UnaryExpression') return node.operator === 'void';
  if (node.type === 'ChainExpression') return isUnusedCall(node.expression, parent);
  if (node.type === 'YieldExpression') return true;
  return node.type === 'CallExpression' && node.callee.type !== 'Super';
}

function constants(node, path, text) {
  const parent = path.at(-1);
  if (node.type === 'ArrayExpression' && isCollection(parent)) {
    return node.elements
      .filter((member) => member.type !== 'Literal')
      .map((member) => `[${node.elements.filter((other) => other !== member).map(text)}]`);
  }
  if (node.type === 'TemplateLiteral') {
    return parent?.type === 'TaggedTemplateExpression' ? [] : ["''"];
  }
  if (node.type !== 'Literal' || node.value === null || isFallbackForTypes(node, parent)) return [];
  if (node.regex) return lesserExpressions(node.regex);
  if (node.bigint) return [`${BigInt(node.bigint) + 1n}n`];
  if (typeof node.value === 'number') return [String(node.value + 1)];
  if (typeof node.value === 'boolean') return [String(!node.value)];
  return [node.value === '' ? "'~'" : "''"];
}

function isCollection(parent) {
  return parent?.type === 'NewExpression' && ['Set', 'Map'].includes(parent.callee.name);
}

function isFallbackForTypes(node, parent) {
  if (!isEmpty(node)) return false;
  if (parent?.type === 'LogicalExpression') return parent.operator === '??' && isIndexed(parent.left);
  return parent?.type === 'AssignmentPattern';
}

function lesserExpressions({ pattern, flags }) {
  const lesser = [];
  if (pattern.startsWith('^') && pattern.length > 1) lesser.push(`/${pattern.slice(1)}/${flags}`);
  if (/[^\\]\$$/.test(pattern)) lesser.push(`/${pattern.slice(0, -1)}/${flags}`);
  for (const flag of flags.replace(/[uvd]/g, '')) lesser.push(`/${pattern}/${flags.replace(flag, '')}`);
  return lesser;
}
