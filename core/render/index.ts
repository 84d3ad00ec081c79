export { annotations, MOST_ANNOTATIONS, remarkAnnotations } from './annotations.js';
export { exemptionText, failureOf, failuresOf, subjectText } from './failure.js';
export { findingJson } from './finding-json.js';
export { findingCounts, findingLine } from './finding-lines.js';
export { htmlRenderer } from './html.js';
export { JSON_VERSION, jsonDocument, verdictJson } from './json.js';
export { type JsonParts, jsonRenderer } from './json-format.js';
export { junitRenderer } from './junit.js';
export { markdownPage, markdownRenderer, markdownText } from './markdown.js';
export { problemJson } from './problem-json.js';
export {
  FORMATS,
  type Format,
  onlyFailing,
  type Renderer,
  type RenderOptions,
  type SummaryWords,
} from './renderer.js';
export { sarifRenderer } from './sarif.js';
export { fact, verdictText } from './text/block.js';
export { blocksText } from './text/blocks.js';
export { certificateJson, certificateText } from './text/certificate.js';
export { type CountSummary, countWords } from './text/count-words.js';
export { type FindingTextOptions, findingsText } from './text/findings.js';
export { HISTORY_WORDS } from './text/history-words.js';
export { outcomeWord } from './text/outcome-word.js';
export { shortId } from './text/short-id.js';
export { NARROWEST, rowText, type TableStyle } from './text/table.js';
export { newTally } from './text/tally.js';
export { type VerdictTextOptions, verdictsText } from './text/verdicts.js';
export { cell, textWidth, wrapped } from './text/width.js';
export { wholeRenderer } from './whole.js';
