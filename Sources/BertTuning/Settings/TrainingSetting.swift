public import BertData

/// One way to train: what a search varies, the rest being the same for all.
public struct TrainingSetting: Sendable, Codable, Equatable {
  /// How texts become a classifier.
  public var method: TrainingMethod
  /// The peak rate; nil takes the usual one of the method and the encoder, as do methods without steps.
  public var learningRate: Double?
  /// Factor of the rate from one layer to the one below it.
  public var layerDecay = 1.0
  /// Epochs over the rows.
  public var epochs: Int
  /// Which part of the encoder keeps its pretrained weights.
  public var freeze = FreezePolicy.nothing
  /// The most tokens of a text.
  public var maxLength: Int

  /// Takes a method with its options.
  ///
  /// - Parameters:
  ///   - method: How texts become a classifier.
  ///   - learningRate: The peak rate; nil takes the usual one.
  ///   - layerDecay: Factor of the rate from one layer to the one below it.
  ///   - epochs: Epochs over the rows.
  ///   - freeze: Which part of the encoder keeps its pretrained weights.
  ///   - maxLength: The most tokens of a text.
  public init(
    _ method: TrainingMethod, learningRate: Double? = nil, layerDecay: Double = 1, epochs: Int,
    freeze: FreezePolicy = .nothing, maxLength: Int
  ) {
    self.method = method
    self.learningRate = learningRate
    self.layerDecay = layerDecay
    self.epochs = epochs
    self.freeze = freeze
    self.maxLength = maxLength
  }

  private enum CodingKeys: String, CodingKey {
    case method, epochs, freeze
    case learningRate = "learning_rate"
    case layerDecay = "layer_decay"
    case maxLength = "max_length"
  }

  /// Whether an encoder is trained in steps.
  public var takesSteps: Bool { method.learnsInSteps || method == .setfit }

  /// The options of a training with this setting.
  ///
  /// - Parameters:
  ///   - usual: The options that all methods but `setfit` have in common.
  ///   - pairs: Those of `setfit`.
  func options(_ usual: TrainingOptions, pairs: TrainingOptions) -> TrainingOptions {
    var options = method == .setfit ? pairs : usual
    options.method = method
    if method.needsEncoder { options.maxLength = maxLength }
    if takesSteps { (options.epochs, options.learningRate) = (epochs, learningRate) }
    if method == .finetune { (options.layerDecay, options.freeze) = (layerDecay, freeze) }
    return options
  }

  /// The setting as a phrase for people.
  public var title: String {
    guard method.needsEncoder else { return method.rawValue }
    var parts = [method.rawValue]
    if takesSteps {
      parts += [learningRate.map { "rate \(Self.rate($0))" } ?? "usual rate", Figures.count(epochs, "epoch")]
    }
    if layerDecay != 1 { parts.append("decay \(Figures.fixed(layerDecay, 2))") }
    switch freeze {
    case .nothing: break
    case .embeddings: parts.append("embeddings frozen")
    case .layers(let count): parts.append("\(Figures.count(count, "layer")) frozen")
    case .all: parts.append("encoder frozen")
    }
    return (parts + ["length \(maxLength)"]).joined(separator: ", ")
  }

  /// A rate of two digits, such as 1.2e-4.
  static func rate(_ value: Double) -> String {
    guard value > 0, value.isFinite else { return "\(value)" }
    let (digits, exponent) = parts(value)
    let whole = digits / 10, rest = digits % 10
    return (rest == 0 ? "\(whole)" : "\(whole).\(rest)") + "e\(exponent)"
  }

  /// The value with two digits, so that it can be typed.
  static func rounded(_ value: Double) -> Double {
    let (digits, exponent) = parts(value)
    return Double("\(digits)e\(exponent - 1)") ?? value
  }

  /// Digits from 10 to 99 and the exponent of the first.
  private static func parts(_ value: Double) -> (digits: Int, exponent: Int) {
    var exponent = 0, scaled = value
    while scaled >= 9.95 { (scaled, exponent) = (scaled / 10, exponent + 1) }
    while scaled < 0.995 { (scaled, exponent) = (scaled * 10, exponent - 1) }
    let digits = Int((scaled * 10).rounded())
    return digits < 10 ? (99, exponent - 1) : (digits, exponent)
  }
}
