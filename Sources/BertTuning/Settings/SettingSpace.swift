package import BertData
import Foundation

/// The settings that a search may try.
package struct SettingSpace: Sendable {
  /// The methods among them.
  package var methods: [TrainingMethod]
  /// The default epochs of fine-tuning on the rows.
  package var usualEpochs: Int
  /// Layers of the encoder.
  package var layers: Int
  /// The lengths that make a difference for the texts; the default is among them.
  package var lengths: [Int]
  /// The default length.
  package var usualLength: Int
  /// The default length of SetFit.
  package var pairLength: Int
  /// What all settings have; nil is searched.
  package var fixedEpochs: Int?
  /// What all settings have; nil is searched.
  package var fixedRate: Double?

  package init(
    methods: [TrainingMethod], usualEpochs: Int, layers: Int, lengths: [Int], usualLength: Int, pairLength: Int
  ) {
    self.methods = methods
    self.usualEpochs = usualEpochs
    self.layers = layers
    self.lengths = lengths
    self.usualLength = usualLength
    self.pairLength = pairLength
  }

  /// The methods that a search knows.
  package static let known: [TrainingMethod] = [.tfidf, .features, .finetune, .setfit, .lora]
  /// Factors of the rate from one layer to the next.
  package static let decays = [1, 0.95, 0.9, 0.8]
  /// The most epochs that are tried.
  package static let mostEpochs = 12
  /// The least share of the texts that a length must cut, or keep whole, to differ from another.
  package static let tellingShare = 0.05

  /// The range of the rates of a method, which is sampled log-uniformly. Fine-tuning has the rates from the papers'
  /// lowest to where small encoders fail; updates of low rank need higher ones (Hu et al. 2021), pairs lower ones
  /// (Tunstall et al. 2022).
  package static func rates(_ method: TrainingMethod) -> ClosedRange<Double> {
    switch method {
    case .lora: 1e-4...5e-3
    case .setfit: 5e-6...1e-4
    default: 1e-5...5e-4
    }
  }

  /// The default length and those that make a difference for the texts: shorter ones that cut some texts but at most
  /// half of them, and longer ones that keep texts whole which half the length would cut.
  ///
  /// - Parameters:
  ///   - tokens: Tokens of each text.
  ///   - usual: The default length.
  ///   - longest: The longest sequence that the encoder takes.
  package static func lengths(of tokens: [Int], usual: Int, longest: Int) -> [Int] {
    func share(over length: Int) -> Double {
      Double(tokens.count { $0 > length }) / Double(max(1, tokens.count))
    }
    return [32, 64, 128, 256, 512].filter { length in
      guard length != usual, length <= longest else { return length == usual }
      return length > usual
        ? share(over: length / 2) >= tellingShare : (tellingShare...0.5).contains(share(over: length))
    }.union(usual)
  }

  /// The settings of a search: the methods without steps, the usual setting of each method with steps, and others drawn
  /// at random, the rates by steps of the golden ratio, so that the first few are already spread over the range.
  ///
  /// - Parameters:
  ///   - trials: The most settings with steps.
  ///   - seed: The same seed gives the same settings, and more trials the same ones and others after them.
  package func settings(trials: Int, seed: UInt64) -> [TrainingSetting] {
    var settings = [TrainingMethod.tfidf, .features].filter(methods.contains).map(usual)
    let stepped = [TrainingMethod.finetune, .setfit, .lora].filter(methods.contains)
    var drawn = stepped.prefix(trials).map(usual)
    var generator = SeededGenerator(seed: seed)
    let offsets = stepped.map { _ in generator.nextUniform() }
    // Three of five draws are of fine-tuning, which has the most to vary.
    let bag = stepped.indices.flatMap { Array(repeating: $0, count: stepped[$0] == .finetune ? 3 : 1) }
    var counts = stepped.map { _ in 0 }
    // A space where much is fixed has few settings; a setting that is drawn twice is tried once.
    var attempts = 0
    while !bag.isEmpty, drawn.count < trials, attempts < 50 * trials {
      attempts += 1
      let place = bag[generator.next(below: bag.count)]
      counts[place] += 1
      let setting = draw(
        stepped[place],
        at: (offsets[place] + Double(counts[place]) * 0.618_033_988_749_895)
          .truncatingRemainder(dividingBy: 1), &generator)
      if !drawn.contains(setting) { drawn.append(setting) }
    }
    settings.insert(contentsOf: drawn.prefix(1), at: 0)
    return settings + drawn.dropFirst()
  }

  /// A method with its default setting.
  package func usual(_ method: TrainingMethod) -> TrainingSetting {
    TrainingSetting(
      method, learningRate: fixedRate, epochs: fixedEpochs ?? (method == .setfit ? 1 : usualEpochs),
      maxLength: method == .setfit ? pairLength : usualLength)
  }

  /// - Parameter place: The place of the rate in its range, 0 ..< 1.
  private func draw(
    _ method: TrainingMethod, at place: Double, _ generator: inout SeededGenerator
  ) -> TrainingSetting {
    func one<Value>(of values: [Value]) -> Value { values[generator.next(below: values.count)] }
    let range = Self.rates(method)
    var setting = usual(method)
    if fixedRate == nil {
      setting.learningRate = TrainingSetting.rounded(range.lowerBound * pow(range.upperBound / range.lowerBound, place))
    }
    if fixedEpochs == nil, method != .setfit { setting.epochs = one(of: epochs) }
    if pairLength == usualLength || method != .setfit { setting.maxLength = one(of: lengths) }
    if method == .finetune {
      setting.layerDecay = one(of: Self.decays)
      setting.freeze = one(of: freezes)
    }
    return setting
  }

  /// Half the default epochs, the default, and twice as many up to ``mostEpochs``.
  package var epochs: [Int] {
    [max(1, usualEpochs / 2), usualEpochs].union(min(2 * usualEpochs, max(usualEpochs, Self.mostEpochs)))
  }

  /// Nothing, the embeddings, and the lower half of the layers.
  private var freezes: [FreezePolicy] {
    [.nothing, .embeddings] + (layers >= 2 ? [.layers(layers / 2)] : [])
  }
}

extension [Int] {
  /// The numbers with one more, ascending, each once.
  fileprivate func union(_ number: Int) -> [Int] { Set(self + [number]).sorted() }
}
