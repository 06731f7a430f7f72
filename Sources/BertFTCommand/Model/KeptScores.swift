import BertFT
import BertStorage

/// The logits of rows that are read twice: once for the mean score, once to be answered. The texts are not kept.
///
/// A row takes 4 bytes for each label, and 8 bytes for the hash that recognizes it in the second reading.
struct KeptScores {
  private let labels: Int
  private var correction: PriorCorrection
  /// `[rows, C]`
  private var logits: [Float] = []
  private var hashes: [UInt64] = []
  /// What is added to each row's logits, `[C]`.
  private var offsets: [Double] = []
  private var next = 0

  /// The mean of fewer rows for each label than these is warned of.
  private static let fewRows = 10

  /// - Throws: `InferenceError.option` where the prior does not fit the labels.
  init(_ classifier: ZeroShotClassifier, _ prior: LabelPrior) throws(InferenceError) {
    labels = classifier.labels.count
    correction = try classifier.correction(by: prior)
  }

  /// Keeps the logits of rows.
  ///
  /// - Parameters:
  ///   - rows: The next rows of the first reading.
  ///   - found: Their logits, `[rows, C]`.
  mutating func add(_ rows: [Example], _ found: [Double]) {
    correction.add(found)
    logits += found.lazy.map(Float.init)
    hashes += rows.lazy.map { FNV1a.folded($0.text.utf8) }
  }

  /// Ends the first reading.
  ///
  /// - Throws: `InferenceError.tooFewForPrior`.
  mutating func finish(_ console: Console) throws(InferenceError) {
    offsets = try correction.offsets()
    Self.warn(rows: correction.rows, labels: labels, console)
  }

  /// Warns where the mean comes from few rows.
  static func warn(rows: Int, labels: Int, _ console: Console) {
    guard rows < fewRows * labels else { return }
    console.warn(
      "--prior: \(Figures.count(rows, "row")) tell little about how often each of \(Figures.count(labels, "label")) "
        + "scores; give more")
  }

  /// The answers to the next rows of the second reading.
  ///
  /// - Throws: `CommandFailure` where the rows differ from those of the first reading.
  mutating func answers(_ rows: [Example], _ classifier: ZeroShotClassifier) throws(CommandFailure) -> [Prediction] {
    let end = next + rows.count
    guard end <= hashes.count,
      zip(rows, hashes[next..<end]).allSatisfy({ FNV1a.folded($0.text.utf8) == $1 })
    else { throw Self.changed }
    defer { next = end }
    return classifier.predictions(from: logits[next * labels..<end * labels].map(Double.init), offsets: offsets)
  }

  /// - Throws: `CommandFailure` where rows are missing in the second reading.
  func requireEnd() throws(CommandFailure) {
    guard next == hashes.count else { throw Self.changed }
  }

  private static var changed: CommandFailure {
    CommandFailure(
      .badData, "the data changed between the two times that --prior reads them", remedy: "Predict again.")
  }
}
