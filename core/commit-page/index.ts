export {
  type CheckModel,
  type Fact,
  type FromCommitPage,
  type LabelName,
  NUMBERED_WANTS,
  type PageModel,
  WANTS,
} from './commit-page.js';
