export { bundleOf, type Evidence, evidenceOf } from '../../io/judge/bundle.js';
