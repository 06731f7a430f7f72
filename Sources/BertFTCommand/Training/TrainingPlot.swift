import BertFT
import BertReport
import Foundation

/// The report page's curves and its confusion matrix, drawn in the terminal.
struct TrainingPlot {
  let isUnicode: Bool

  /// - Parameter environment: where the locale stands, as POSIX has it: LC_ALL before LC_CTYPE before LANG.
  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let name = locale.lowercased()
    isUnicode = name.hasSuffix("utf-8") || name.hasSuffix("utf8")
  }

  /// The lines of the drawing; none where a run has one epoch and nothing was held out.
  func lines(_ outcome: TrainingOutcome) -> [String] {
    let epochs = outcome.epochs
    let metrics = epochs.lazy.compactMap(\.validation).first?.headline.map(\.metric) ?? []
    // The loss stands beside the one of training.
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
