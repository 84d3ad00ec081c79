export {
  type CheckModel,
  type Fact,
  type FromPage,
  type GoneModel,
  isFromPage,
  type LabelName,
  type PageModel,
  type ToPage,
} from './commit-page.js';
