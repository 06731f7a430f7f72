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
    let curves = TerminalCurve.sideBySide(
      [
        TerminalCurve("training loss by epoch", epochs.map(\.trainingLoss)),
        TerminalCurve("validation loss", epochs.compactMap(\.validation?.logLoss)),
        TerminalCurve("validation accuracy", epochs.compactMap(\.validation?.accuracy)),
        TerminalCurve("validation macro F1", epochs.compactMap(\.validation?.macroF1)),
      ].map { $0.lines(isUnicode: isUnicode) })
    let matrix = (outcome.test ?? outcome.validation).map { TerminalMatrix($0).lines(isUnicode: isUnicode) } ?? []
    return curves + (curves.isEmpty || matrix.isEmpty ? [] : [""]) + matrix
  }
}
