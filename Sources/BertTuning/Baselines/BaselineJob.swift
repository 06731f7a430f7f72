public import BertBaselines
package import BertInference
public import Foundation

/// Everything that training a simple model needs.
public struct BaselineJob: Sendable {
  /// The rows. The model learns from the training part; its options choose nothing by the validation part.
  public var data: TrainingData
  /// The choices.
  public var options: BaselineOptions
  /// The place of the bundle.
  public var output: URL
  /// The words' vectors for `glove`; others have none or train their own.
  package var vectors: WordVectorTable?
  /// The table of token vectors, for `static`.
  package var table: StaticTable?
  /// The bundle of an encoder that is to be asked where the table is unsure; nil for none. For `static`.
  public var cascade: URL?
  /// Whether the scores are calibrated on the validation rows; nil does so where there are
  /// ``TrainingOptions/calibratingRows`` of them, and no encoder is asked where the table is unsure.
  public var calibrates: Bool?
  /// The share of labels that must be right where one is given, 0 ... 1; nil gives one to every text.
  public var abstainPrecision: Double?
  /// Threads to compute with, where several can be used; the result does not depend on it.
  public var threads = ProcessInfo.processInfo.activeProcessorCount
  /// Program and version, recorded in the bundle.
  public var program = "bertft"
  /// The command as it was typed, shown on the report page.
  public var command: String?
  /// Whether `report.html` is written into the bundle.
  public var writesReport = true
  /// What decided for the method; nil where a person did.
  var selection: MethodSelection?

  /// Puts the parts together.
  public init(data: TrainingData, options: BaselineOptions, output: URL) {
    self.data = data
    self.options = options
    self.output = output
  }
}
