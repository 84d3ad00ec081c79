export { loadX509Roots, X509RootsError } from './load.js';
