import BertFT
import BertReport
import Foundation

/// The report page's curves and its confusion matrix, drawn in the terminal.
struct TrainingPlot {
  let isUnicode: Bool

  /// - Parameter environment: The variables that name the locale: LC_ALL before LC_CTYPE before LANG, as POSIX says.
  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let name = locale.lowercased()
    isUnicode = name.hasSuffix("utf-8") || name.hasSuffix("utf8")
  }

  /// The lines of the drawing; empty for a run of one epoch without held-out rows.
  func lines(_ outcome: TrainingOutcome) -> [String] {
    let epochs = outcome.epochs
    let metrics = epochs.lazy.compactMap(\.validation).first?.headline.map(\.metric) ?? []
    // The validation loss comes first, beside the training loss.
    let ordered = metrics.filter { $0 == .logLoss } + metrics.filter { $0 != .logLoss }
    let curves = TerminalCurve.sideBySide(
      ([TerminalCurve("training loss by epoch", epochs.map(\.trainingLoss))]
        + ordered.map { metric in
          TerminalCurve(
            "validation \(metric == .logLoss ? "loss" : metric.title)",
            epochs.compactMap { $0.validation?.value(for: metric) })
        }).map { $0.lines(isUnicode: isUnicode) })
    let matrix =
      (outcome.test ?? outcome.validation)?.classification.map { TerminalMatrix($0).lines(isUnicode: isUnicode) } ?? []
    return curves + (curves.isEmpty || matrix.isEmpty ? [] : [""]) + matrix
  }
}
