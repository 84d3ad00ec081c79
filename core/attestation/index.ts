export { preAuthEncoding } from './pae.js';
export { parseStatement, STATEMENT_TYPE, type Statement, type StatementSubject } from './statement.js';
