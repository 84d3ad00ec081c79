export { type Asker, findEditor, isForEditor } from './find.js';
export { Link } from './link.js';
export { type EditorSocket, listenForPrograms } from './listen.js';
export * from './messages.js';
