import BertBaselines
import BertData
import BertFeatures
import BertKernels

/// A head learnt from the vectors of source texts for those of the target.
///
/// Both domains are centred on the mean of the source and divided by one number, so that source vectors have a mean
/// squared length of one for any architecture, because the settings of an adaptation depend on that scale.
struct DomainTransfer {
  let adaptation: Adaptation
  let classes: Int
  let classWeights: [Double]?
  let seed: UInt64
  let compute: Compute
  let source: WindowVectors
  /// The labels of the source texts.
  let labels: [Int]
  let target: WindowVectors
  /// The files of the source texts, and the file of each text; empty for one source.
  let sources: [SourceFile]
  let origins: [Int]
  /// Labelled texts of the target, for boosting and for the weights of several sources.
  let few: WindowVectors
  let fewLabels: [Int]
  let domains: FeatureDomains
  private let scaling: FeatureScaling

  /// A head and how it was learnt.
  struct Adapted {
    /// Over the vectors as the encoder gives them, `[C, H]`.
    var model: LinearModel
    /// The mean loss on the source, in the space that the head was fitted in.
    var loss: Double
    var note: String
    var learning: Learning
  }

  /// What an adapted head was made from.
  enum Learning {
    /// One regression.
    case head(LinearHead)
    /// One for each source.
    case heads(SourceHeads)
    case boosting
  }

  /// - Throws: `empty`, `oneRow`, `constant`, `notFinite`.
  init(
    _ adaptation: Adaptation, classes: Int, classWeights: [Double]?, seed: UInt64, _ compute: Compute,
    source: WindowVectors, labels: [Int], target: WindowVectors, few: WindowVectors, fewLabels: [Int],
    sources: [SourceFile] = [], origins: [Int] = []
  ) throws(FeatureSpaceError) {
    self.sources = sources
    self.origins = origins
    self.adaptation = adaptation
    self.classes = classes
    self.classWeights = classWeights
    self.seed = seed
    self.compute = compute
    self.source = source
    self.labels = labels
    self.target = target
    self.few = few
    self.fewLabels = fewLabels
    scaling = FeatureScaling(overall: source.rows)
    domains = try FeatureDomains(source: scaling.applied(to: source.rows), target: scaling.applied(to: target.rows))
  }

  /// - Throws: The errors of the adaptation; `unsolved` for weights that are all zero.
  func fit() throws(FeatureSpaceError) -> Adapted {
    if adaptation == .ensemble { return try ensemble() }
    guard let way = adaptation.ofVectors else {
      let model = try boosted(few, fewLabels)
      let windows = source.spread(labels)
      let loss = LinearTargets.classes(windows, count: classes, weights: nil).loss(model.logits(source.rows))
      return Adapted(
        model: model, loss: loss / Double(windows.count),
        note: "boosted on \(Figures.count(few.texts, "labelled text")) of the target", learning: .boosting)
    }
    let vectors = try way.fit(domains, seed: seed, compute)
    let weights = try vectors.weights.map(Self.normalized)
    let targets = targets(weights)
    let head = LinearHead(
      vectors.training, targets, StrengthSearch(targets).crossValidated(vectors.training, targets))
    return Adapted(
      model: scaling.folded(into: vectors.folded(into: head.model, compute)),
      loss: targets.loss(head.logits) / Double(max(1, targets.count)),
      note: head.choice.reason
        + (weights.map {
          "; weighted, the \($0.count) rows count as much as \(Figures.fixed(Self.effectiveRows($0), 1)) equal ones"
        } ?? ""),
      learning: .head(head))
  }

  /// The vote of a boosting on labelled texts of the target as one head.
  ///
  /// - Throws: The errors of the boosting.
  func boosted(_ few: WindowVectors, _ labels: [Int]) throws(FeatureSpaceError) -> LinearModel {
    let domains = try FeatureDomains(
      source: scaling.applied(to: source.rows), target: scaling.applied(to: few.rows))
    let boosting = try TransferBoosting(
      domains, sourceLabels: source.spread(self.labels), targetLabels: few.spread(labels), classes: classes, compute)
    return scaling.folded(into: boosting.pooled)
  }

  private func targets(_ weights: [Double]?) -> LinearTargets {
    let windows = source.spread(labels)
    guard let weights else { return .classes(windows, count: classes, weights: classWeights) }
    return .weightedClasses(
      windows, count: classes, rows: zip(weights, windows).map { $0 * (classWeights?[$1] ?? 1) })
  }

  /// Kish's effective sample size: a mean over this many rows of equal weight has the same variance.
  private static func effectiveRows(_ weights: [Double]) -> Double {
    let sum = weights.reduce(0, +)
    return sum * sum / weights.reduce(0) { $0 + $1 * $1 }
  }

  /// The weights scaled to a mean of one, none below a millionth, so that no part of the rows has only zero weights.
  static func normalized(_ weights: [Double]) throws(FeatureSpaceError) -> [Double] {
    let mean = weights.reduce(0, +) / Double(max(1, weights.count))
    guard mean > 0, mean.isFinite else {
      throw .unsolved(
        what: "all source texts have the weight zero, because none is like those of the target",
        remedy: "choose an adaptation that maps vectors, such as coral")
    }
    return weights.map { max($0 / mean, 1e-6) }
  }
}
