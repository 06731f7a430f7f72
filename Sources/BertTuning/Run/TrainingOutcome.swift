public import BertData
public import Foundation

/// The result of a run.
public struct TrainingOutcome: Sendable {
  /// The bundle.
  public let bundle: URL
  /// The method used and why.
  public let choice: MethodChoice
  /// The reports of the epochs; one for the method `features`.
  public let epochs: [EpochReport]
  /// The epoch that was kept, from 1.
  public let bestEpoch: Int
  /// The metrics of the kept weights on the validation rows.
  public let validation: TaskMetrics?
  /// The metrics of the kept weights on the test rows.
  public let test: TaskMetrics?
  /// The metrics of the most frequent label for every text, on the validation rows.
  public let majorityValidation: TaskMetrics?
  /// The same on the test rows.
  public let majorityTest: TaskMetrics?
  /// The metrics of TF-IDF and a linear model on the validation rows, beside an encoder.
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
  /// The effect of an adaptation to another domain.
  package var transfer: TransferRecord?
  /// How the labels' descriptions were used; nil where none were given, or the method uses none.
  package var descriptions: DescriptionRecord?
  /// How texts without labels were used.
  package var unlabelled: UnlabelledRecord?
  /// How texts without labels improved the features; nil where that was not asked for.
  package var selfTaught: SelfTaughtRecord?
  /// How the layer of the features was chosen; nil where it was not.
  package var layer: LayerRecord?
  /// How training changed the encoder's sentence vectors; nil where that was not asked for.
  public var drift: DriftRecord?
  /// How the bundles were averaged; nil where none were.
  public var soup: SoupRecord?
  /// Whether an earlier run had finished already, so that nothing was computed.
  public var wasFinished = false
  /// Seconds since the run was started or resumed; for a run that had finished already, those of its epochs.
  public let seconds: Double
}
