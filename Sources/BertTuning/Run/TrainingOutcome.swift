public import BertData
public import Foundation

/// What a run ended with.
public struct TrainingOutcome: Sendable {
  /// The bundle.
  public let bundle: URL
  /// The method used and why.
  public let choice: MethodChoice
  /// What the epochs gave; one entry for the method `features`.
  public let epochs: [EpochReport]
  /// The epoch that was kept, from 1.
  public let bestEpoch: Int
  /// Of the kept weights, on the validation rows.
  public let validation: TaskMetrics?
  /// Of the kept weights, on the test rows.
  public let test: TaskMetrics?
  /// The most frequent label for every text, on the validation rows.
  public let majorityValidation: TaskMetrics?
  /// The same on the test rows.
  public let majorityTest: TaskMetrics?
  /// TF-IDF and a linear model on the validation rows, beside an encoder.
  public var baselineValidation: TaskMetrics?
  /// The same on the test rows.
  public var baselineTest: TaskMetrics?
  /// What was chosen on held-out rows, and how: penalty, calibration, thresholds.
  public let note: String?
  /// Parts of the cross-validation that ``validation`` is of; nil where it is of validation rows.
  public var folds: Int?
  /// The part of the data's rows that ``test`` is of; nil where it is of other rows.
  public var testFold: TestFold?
  /// What the rows of ``validation`` are called.
  var validationName: String { folds == nil ? "validation" : "cross-validated" }
  /// The page for people, `report.html` in the bundle; nil where none was asked for.
  public var report: URL?
  /// What the method `auto` decided by; nil where the method was named.
  public var selection: MethodSelection?
  /// What an adaptation to another domain brought.
  package var transfer: TransferRecord?
  /// What part the labels' descriptions have; nil where none were given, or none were used by the method.
  package var descriptions: DescriptionRecord?
  /// What became of texts without labels.
  package var unlabelled: UnlabelledRecord?
  /// What they taught of the features; nil where that was not asked for.
  package var selfTaught: SelfTaughtRecord?
  /// How the layer of the features was chosen; nil where it was not.
  package var layer: LayerRecord?
  /// What training did to the encoder as one of sentences; nil where nobody asked.
  public var drift: DriftRecord?
  /// What became of the bundles whose weights were averaged; nil where none were.
  public var soup: SoupRecord?
  /// Whether an earlier run came to this, so that nothing was computed.
  public var wasFinished = false
  /// Seconds since the run was started or resumed; of what was finished before, those of its epochs.
  public let seconds: Double
}
