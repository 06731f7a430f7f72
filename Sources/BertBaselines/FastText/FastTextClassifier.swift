package import BertData

/// A classifier like fastText's supervised mode (Joulin et al., "Bag of Tricks for Efficient Text Classification",
/// 2017).
package struct FastTextClassifier: BaselineClassifier {
  package let labels: [String]
  package let rule: OutputRule
  private let dictionary: FastTextDictionary
  private let model: FastTextModel
  /// The number of training rows of each label, from which the Huffman tree is built.
  private let counts: [Int]

  init(
    labels: [String], dictionary: FastTextDictionary, model: FastTextModel, counts: [Int], rule: OutputRule
  ) {
    self.labels = labels
    self.rule = rule
    self.dictionary = dictionary
    self.model = model
    self.counts = counts
  }

  package init(labels: [String], options: BaselineOptions, content: BaselineContent) throws(BaselineError) {
    guard let settings = options.fastText else { throw .optionsMissing(method: options.method) }
    if let fault = settings.fault { throw fault }
    self.labels = labels
    rule = try options.rule(labels: labels)
    let words = try content.vocabulary("words")
    guard words.count > 0, words[0].elementsEqual(FastTextDictionary.end) else { throw .vocabularyMissing("words") }
    let buckets = try content.tensor("buckets", shape: [-1]).values
    // Bucket numbers in ascending order, each once.
    guard zip(buckets, buckets.dropFirst()).allSatisfy({ $0 < $1 }),
      buckets.allSatisfy({ $0 >= 0 && $0 < Float(settings.buckets) && $0 == $0.rounded() })
    else { throw .tensorValue(name: "buckets") }
    dictionary = FastTextDictionary(options: settings, words: words, buckets: buckets.map { Int32($0) })
    let counts = try content.tensor("counts", shape: [labels.count]).values
    guard counts.allSatisfy({ $0 >= 0 && $0 <= 0x1p24 }) else { throw .tensorValue(name: "counts") }
    self.counts = counts.map { Int($0) }
    let tree = settings.loss(rule, classes: labels.count) == .hierarchical ? LabelTree(counts: self.counts) : nil
    let size = settings.dimensions
    let input = try content.tensor("input.weight", shape: [dictionary.count, size])
    let outputs = labels.count - (tree == nil ? 0 : 1)
    let output = try content.tensor("output.weight", shape: [outputs, size])
    model = FastTextModel(
      input: EmbeddingTable(rows: dictionary.count, dimensions: size, flat: input.values),
      output: EmbeddingTable(rows: outputs, dimensions: size, flat: output.values), tree: tree,
      classes: labels.count)
  }

  package var content: BaselineContent {
    var content = BaselineContent()
    content.vocabularies["words"] = dictionary.words
    content.set("buckets", [dictionary.buckets.count], dictionary.buckets.map { Double($0) })
    content.set("counts", [labels.count], counts.map { Double($0) })
    for (name, table) in [("input.weight", model.input), ("output.weight", model.output)] {
      content.tensors[name] = .init(shape: [table.rows, table.dimensions], values: table.flat)
    }
    return content
  }

  package func logits(_ rows: [Example], isCancelled: () -> Bool) throws(PredictionInterrupted) -> [Double] {
    try logits(rows, isCancelled: isCancelled) { model.logits(rows: dictionary.rows(of: $0).rows) }
  }
}
