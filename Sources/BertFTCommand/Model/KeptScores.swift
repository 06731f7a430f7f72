import BertFT
import BertStorage

/// The scores of rows that are read twice: for their mean, and to be answered. The texts are not kept.
///
/// A row takes 4 bytes a label and 8 to tell that it is the same one.
struct KeptScores {
  private let labels: Int
  private var correction: PriorCorrection
  /// `[rows, C]`
  private var logits: [Float] = []
  private var hashes: [UInt64] = []
  /// What is added to each row, `[C]`.
  private var offsets: [Double] = []
  private var next = 0

  /// Rows for each label below which their mean says little.
  private static let fewRows = 10

  /// - Throws: `option` where the prior does not fit the labels.
  init(_ classifier: ZeroShotClassifier, _ prior: LabelPrior) throws(InferenceError) {
    labels = classifier.labels.count
    correction = try classifier.correction(by: prior)
  }

  /// Keeps the scores of rows.
  ///
  /// - Parameter found: `[rows, C]`
  mutating func add(_ rows: [Example], _ found: [Double]) {
    correction.add(found)
    logits += found.lazy.map(Float.init)
    hashes += rows.lazy.map { FNV1a.folded($0.text.utf8) }
  }

  /// Ends the first reading.
  ///
  /// - Throws: `tooFewForPrior`.
  mutating func finish(_ console: Console) throws(InferenceError) {
    offsets = try correction.offsets()
    Self.warn(rows: correction.rows, labels: labels, console)
  }

  /// Warns of a mean of few rows.
  static func warn(rows: Int, labels: Int, _ console: Console) {
    guard rows < fewRows * labels else { return }
    console.warn(
      "--prior: \(Figures.count(rows, "row")) tell little about how often each of \(Figures.count(labels, "label")) "
        + "scores; give more")
  }

  /// The answers to the next rows of the second reading.
  ///
  /// - Throws: `CommandFailure` for other rows than those of the first.
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
