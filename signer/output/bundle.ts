export { bundleOf, type Evidence, evidenceOf } from '../../io/judge/index.js';
