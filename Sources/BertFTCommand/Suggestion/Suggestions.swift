import BertFT
import BertFeatures
import BertKernels
import BertStorage

/// The rows to label next, and why.
struct Suggestions {
  /// A row to label.
  struct Row {
    /// The index among all rows.
    let row: Int
    let reason: String
  }

  private(set) var rows: [Row] = []
  /// How many rows were skipped because a row that was chosen before says the same.
  private(set) var passed = 0

  /// - Parameters:
  ///   - source: The rows to choose from.
  ///   - count: The wanted number of rows; fewer are chosen where fewer differ.
  ///   - strategy: How rows are chosen.
  ///   - threshold: From this cosine on two rows say the same.
  ///   - seed: The seed of the clusters.
  init(
    _ source: SuggestionSource, count: Int, strategy: SuggestionStrategy, threshold: Double, seed: UInt64
  ) throws {
    let compute = Compute(threads: source.threads), count = min(count, source.unlabelled.count)
    switch strategy {
    case .margin: try chooseByMargin(source, count, threshold, compute)
    case .kmeans: try chooseByClusters(source, count, threshold, seed, compute)
    case .hast: try chooseBySelfTraining(source, count, threshold, compute)
    }
  }

  private mutating func chooseByMargin(
    _ source: SuggestionSource, _ count: Int, _ threshold: Double, _ compute: Compute
  ) throws {
    let margin = try LeastMargin(source.scores, classes: source.classifier.labels.count)
    let order = margin.order(of: source.unlabelled)
    // Comparing the first rows is enough, unless many of them say the same.
    var tried = min(order.count, count + max(count, 64)), picked: [Int] = []
    while true {
      let first = order.prefix(tried).map { source.rows[$0] }
      var picker =
        source.hasEncoder
        ? try RowPicker(
          UnitRows(try source.vectors(of: [first])[0], inPlace: true, compute: compute), threshold: threshold)
        : Self.wordPicker(first)
      picker.take(0..<tried, upTo: count)
      (picked, passed) = (picker.taken.map { order[$0] }, picker.passed)
      if picked.count >= count || tried == order.count { break }
      tried = min(order.count, 4 * tried)
    }
    rows = picked.map { Row(row: $0, reason: "margin " + Self.words(source.predictions[$0].scores, source)) }
  }

  private mutating func chooseByClusters(
    _ source: SuggestionSource, _ count: Int, _ threshold: Double, _ seed: UInt64, _ compute: Compute
  ) throws {
    let vectors = try source.vectors(of: [source.unlabelled.map { source.rows[$0] }])[0]
    let clusters = min(count, vectors.rows)
    let found = try DiverseRows(
      vectors, count: clusters, threshold: threshold, starts: ClusterReport.means(clusters, of: vectors.rows).starts,
      seed: seed, compute: compute
    ) { source.console.progress($0, "k-means") }
    source.console.endProgress()
    rows = zip(found.rows, found.sizes).map { place, size in
      Row(row: source.unlabelled[place], reason: "nearest to the centre of a cluster of \(Figures.count(size, "row"))")
    }
  }

  private mutating func chooseBySelfTraining(
    _ source: SuggestionSource, _ count: Int, _ threshold: Double, _ compute: Compute
  ) throws {
    let classes = source.classifier.labels.count
    let vectors = try source.vectors(of: [source.unlabelled.map { source.rows[$0] }, source.labelled])
    let own = source.unlabelled.flatMap { source.predictions[$0].scores }
    let trained = try SelfTraining(
      vectors[0], scores: own, classes: classes, labelled: vectors[1], given: source.labelled.map { $0.label ?? 0 },
      compute: compute)
    let scores = trained.probabilities ?? own
    let pseudo = trained.labels.count { $0 != nil }
    source.console.note(
      trained.probabilities == nil
        ? "self-training: fewer than two labels have a row that is sure, so that the bundle's own margins count"
        : "self-training: learnt from \(Figures.count(source.labelled.count, "labelled row")) and "
          + "\(Figures.count(pseudo, "sure row"))")
    var picker = try RowPicker(UnitRows(vectors[0], inPlace: true, compute: compute), threshold: threshold)
    picker.take(
      try LeastMargin(scores, classes: classes).balancedOrder(of: source.unlabelled.indices), upTo: count)
    passed = picker.passed
    rows = picker.taken.map { place in
      let own = Array(scores[place * classes..<(place + 1) * classes])
      return Row(
        row: source.unlabelled[place],
        reason: "after self-training, the labels in turn, margin " + Self.words(own, source))
    }
  }

  /// Compares texts by their words, for bundles without vectors.
  private static func wordPicker(_ rows: [Example]) -> RowPicker {
    let shingles = rows.map { Shingles($0.text) }
    return RowPicker { a, b in
      shingles[a].digest == shingles[b].digest
        || shingles[a].similarity(to: shingles[b]) >= NearDuplicates.threshold
    }
  }

  /// The margin between the two best labels, as text.
  private static func words(_ scores: [Double], _ source: SuggestionSource) -> String {
    let best = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    let labels = source.classifier.labels
    return "\(Figures.fixed(scores[best[0]] - scores[best[1]], 4)) between \(QuotedName(labels[best[0]])) and "
      + "\(QuotedName(labels[best[1]]))"
  }
}
