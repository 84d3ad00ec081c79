import {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  Location,
  Position,
  Range,
  type TextDocument,
} from 'vscode';
import type { Level, Place } from '../../../core/finding/index.js';
import { harmless } from '../../../core/harmless/index.js';
import type { Remark } from './remark.js';

const SEVERITIES: Readonly<Record<Level, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
};

function positionOf({ line, column }: Place): Position {
  return new Position(line - 1, column - 1);
}

/** The range of a finding; that of the first line when it has no place. */
function rangeOf(document: TextDocument, { at }: Remark['finding']): Range {
  if (!at?.range) return document.lineAt(0).range;
  const { start, end = start } = at.range;
  return document.validateRange(new Range(positionOf(start), positionOf(end)));
}

/** A remark as VS Code shows it. */
export function diagnosticOf(document: TextDocument, remark: Remark): Diagnostic {
  const { finding, message, relatedMessage, help } = remark;
  const severity = SEVERITIES[finding.level];
  const diagnostic = new Diagnostic(rangeOf(document, finding), harmless(message), severity);
  diagnostic.source = 'waxseal';
  diagnostic.code = help ? { value: finding.rule, target: help } : finding.rule;
  const line = finding.related?.[0]?.range?.start.line;
  if (line !== undefined && relatedMessage !== undefined) {
    const other = new Location(document.uri, document.lineAt(line - 1).range);
    diagnostic.relatedInformation = [new DiagnosticRelatedInformation(other, relatedMessage)];
  }
  return diagnostic;
}
