package import BertData

extension FastTextClassifier {
  /// Keeps the draws of the order apart from those of the table, which begin with the seed itself.
  private static let orderStream: UInt64 = 0x6F72_6465_7200_0000

  /// Learns from rows, one after another, `epochs` times; the rate falls in a straight line over the tokens and is taken
  /// anew about every hundred of them, all as fastText does with one thread. Each pass has an order of its own: fastText
  /// takes the file's, so that rows sorted by label, as collections of reviews often are, teach it the last label only.
  ///
  /// - Parameters:
  ///   - rule: of one label a text, or of several.
  ///   - progress: told the share done, 0 ... 1, now and then.
  ///   - isCancelled: asked as often.
  /// - Returns: the classifier and the mean loss of each pass.
  /// - Throws: `interrupted`.
  package static func train(
    labels: [String], options: FastTextOptions, learning rows: [Example], seed: UInt64,
    rule: OutputRule = .singleLabel, progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws(BaselineError) -> (classifier: FastTextClassifier, losses: [Double]) {
    let dictionary = FastTextDictionary(options, learning: rows)
    // No more than single precision counts exactly, for they are written so.
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
    }
    let classifier = FastTextClassifier(
      labels: labels, dictionary: dictionary, model: model, counts: counts, rule: rule)
    return (classifier, losses)
  }
}
