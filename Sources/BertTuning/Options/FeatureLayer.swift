/// The layer of the encoder whose states a head on frozen features sees.
public enum FeatureLayer: Sendable, Codable, Hashable {
  /// This layer, counted from 1; the layers above it are left out of the model.
  case number(Int)
  /// The layer that cross-validation on the training rows chooses.
  case chosen

  /// Reads the value of `--layer`: a number, or `auto`.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  public init(parsing text: String) throws(TuningError) {
    guard text != "auto" else {
      self = .chosen
      return
    }
    guard let number = Int(text) else {
      throw .option(name: "layer", value: text, rule: "must be the number of a layer, or 'auto'")
    }
    self = .number(number)
  }
}
