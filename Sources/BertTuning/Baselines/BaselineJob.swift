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
  /// The word vectors for `glove`; other methods have none or train their own.
  package var vectors: WordVectorTable?
  /// The table of token vectors, for `static`.
  package var table: StaticTable?
  /// For `static`: the bundle of an encoder that classifies the texts of which the table is unsure; nil for none.
  public var cascade: URL?
  /// Whether the scores are calibrated on the validation rows; nil calibrates them where there are at least
  /// ``TrainingOptions/calibratingRows`` of these and ``cascade`` is nil.
  public var calibrates: Bool?
  /// The wanted precision, 0 ... 1, of the answers that are given; texts of low score get none. nil answers every text.
  public var abstainPrecision: Double?
  /// Threads to compute with, where several can be used; the result does not depend on it.
  public var threads = ProcessInfo.processInfo.activeProcessorCount
  /// Program and version, recorded in the bundle.
  public var program = "bertft"
  /// The command as it was typed, shown on the report page.
  public var command: String?
  /// Whether `report.html` is written into the bundle.
  public var writesReport = true
  /// How trials chose the method; nil where the user named it.
  var selection: MethodSelection?

  /// - Parameters:
  ///   - data: The rows.
  ///   - options: The method and its settings.
  ///   - output: The place of the bundle.
  public init(data: TrainingData, options: BaselineOptions, output: URL) {
    self.data = data
    self.options = options
    self.output = output
  }
}
