export {
  type CheckModel,
  type Fact,
  type FromPage,
  isFromPage,
  type LabelName,
  type PageModel,
  type ToPage,
} from './commit-page.js';
