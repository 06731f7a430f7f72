package import BertData

extension FastTextClassifier {
  /// Separates the random numbers of the order from those of the table, which start with the seed itself.
  private static let orderStream: UInt64 = 0x6F72_6465_7200_0000

  /// Trains on single examples with stochastic gradient descent, as fastText does with one thread. The learning rate
  /// falls linearly with the tokens and is updated about every hundred of them. Each epoch shuffles the examples;
  /// fastText keeps the order of the file, so that rows sorted by label, as reviews often are, teach it the last label
  /// only.
  ///
  /// - Parameters:
  ///   - labels: In the order of the outputs.
  ///   - options: The settings.
  ///   - rows: The training examples, with targets.
  ///   - seed: Of the initial table and of the order.
  ///   - rule: For one label a text, or for several.
  ///   - progress: Called regularly with the fraction done, from 0 to 1.
  ///   - isCancelled: Called as often; true cancels the training.
  /// - Returns: The classifier and the mean loss of each epoch.
  /// - Throws: `interrupted`; `diverged` where the loss of an epoch or the weights at the end are not finite.
  package static func train(
    labels: [String], options: FastTextOptions, learning rows: [Example], seed: UInt64,
    rule: OutputRule = .singleLabel, progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws(BaselineError) -> (classifier: FastTextClassifier, losses: [Double]) {
    let dictionary = FastTextDictionary(options, learning: rows)
    // Limited to what single precision counts exactly, as a bundle stores it.
    let counts = Target.counts(rows, labels: labels.count).map { min($0, 1 << 24) }
    let tree = options.loss(rule, classes: labels.count) == .hierarchical ? LabelTree(counts: counts) : nil
    var model = FastTextModel(
      input: EmbeddingTable(rows: dictionary.count, dimensions: options.dimensions, seed: seed),
      output: EmbeddingTable(rows: labels.count - (tree == nil ? 0 : 1), dimensions: options.dimensions), tree: tree,
      classes: labels.count)
    var texts: [(rows: [Int32], tokens: Int, target: Target)] = []
    for row in rows {
      let found = dictionary.rows(of: row)
      // fastText counts the labels as tokens too.
      let given = row.labels?.count { $0 } ?? 1
      texts.append((found.rows, found.tokens + given, row.target ?? .label(0)))
    }
    let epochs = options.epochs ?? FastTextOptions.usualEpochs(rows: rows.count)
    let all = Double(texts.reduce(0) { $0 + $1.tokens } * epochs)
    var done = 0, pending = 0
    var rate = Float(options.learningRate)
    var losses: [Double] = []
    var shuffling = SeededGenerator(seed: seed ^ orderStream)
    var order = Array(texts.indices)
    for _ in 0..<epochs {
      var loss = 0.0
      shuffling.shuffle(&order)
      for (index, place) in order.enumerated() {
        let text = texts[place]
        loss += Double(model.step(rows: text.rows, text.target, rate: rate))
        pending += text.tokens
        if pending > 100 {
          done += pending
          pending = 0
          rate = Float(options.learningRate * max(0, 1 - Double(done) / all))
        }
        if index.isMultiple(of: 512) {
          if isCancelled() { throw .interrupted }
          progress(Double(done) / all)
        }
      }
      losses.append(loss / Double(max(1, texts.count)))
      let isFinite = loss.isFinite && (losses.count < epochs || model.input.isFinite && model.output.isFinite)
      guard isFinite else {
        throw .diverged(step: losses.count * texts.count, learningRate: options.learningRate)
      }
    }
    let classifier = FastTextClassifier(
      labels: labels, dictionary: dictionary, model: model, counts: counts, rule: rule)
    return (classifier, losses)
  }
}
