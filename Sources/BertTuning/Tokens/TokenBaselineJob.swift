public import Foundation

/// Everything that training a conditional random field over the words needs.
public struct TokenBaselineJob: Sendable {
  /// The rows. The validation part chooses nothing.
  public var data: TokenTrainingData
  /// The place of the bundle.
  public var output: URL
  /// Decides the parts of a cross-validation.
  public var seed: UInt64 = 42
  /// Program and version, recorded in the bundle.
  public var program = "bertft"
  /// The command as it was typed, shown on the report page.
  public var command: String?
  /// Whether `report.html` is written into the bundle.
  public var writesReport = true

  /// Takes what every run needs.
  ///
  /// - Parameters:
  ///   - data: The rows.
  ///   - output: The place of the bundle.
  public init(data: TokenTrainingData, output: URL) {
    self.data = data
    self.output = output
  }
}
