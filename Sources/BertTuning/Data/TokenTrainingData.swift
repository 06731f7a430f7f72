public import BertData

/// The rows of a run that learns labels of tokens, divided.
public struct TokenTrainingData: Sendable {
  /// The labels of the entities to learn, such as `PER`, sorted by their scalars.
  public let labels: [String]
  /// How the classes of the model mark entities: as in the rows, but BIO for IOB1.
  public let scheme: TagScheme
  /// Rows to learn from.
  public let training: [TokenRow]
  /// Rows to choose the best epoch by; may be empty.
  public let validation: [TokenRow]
  /// Rows judged once, at the end; may be empty.
  public let test: [TokenRow]
  /// SHA-256 of the data file, where the caller knows it; recorded in the bundle.
  public var fileSHA256: String?
  /// The part of the data's rows that is the test; nil where the test is a share or a file.
  public var testFold: TestFold?
  /// The number of parts for cross-validation; nil where the validation rows judge.
  public var folds: Int?

  /// Takes rows that are divided already.
  ///
  /// - Parameters:
  ///   - scheme: How the tags of the training rows mark entities; nil where the rows have spans and no tags.
  ///   - training: Rows to learn from.
  ///   - validation: Rows to choose the best epoch by; may be empty.
  ///   - test: Rows judged once, at the end; may be empty.
  ///   - fileSHA256: The hash of the file that the rows come from.
  /// - Throws: `noRows`; `unlabelledRow` for a row without tags or spans; `noEntities` where the training rows have
  ///   none.
  public init(
    scheme: TagScheme?, training: [TokenRow], validation: [TokenRow], test: [TokenRow] = [], fileSHA256: String? = nil
  ) throws(TuningError) {
    try self.init(
      labels: Self.counts(training).map(\.label), scheme: (scheme ?? .bio).written, training: training,
      validation: validation, test: test, fileSHA256: fileSHA256)
  }

  private init(
    labels: [String], scheme: TagScheme, training: [TokenRow], validation: [TokenRow], test: [TokenRow],
    fileSHA256: String?
  ) throws(TuningError) {
    guard !training.isEmpty else { throw .noRows(part: "training") }
    for row in [training, validation, test].joined() where row.entities == nil { throw .unlabelledRow(line: row.line) }
    guard training.contains(where: { !($0.entities ?? []).isEmpty }) else { throw .noEntities }
    self.labels = labels
    self.scheme = scheme
    self.training = training
    self.validation = validation
    self.test = test
    self.fileSHA256 = fileSHA256
  }

  /// Holds out a share of the rows for validation, at random and not stratified.
  ///
  /// - Parameters:
  ///   - rows: All rows but those of the test.
  ///   - scheme: How their tags mark entities; nil where the rows have spans and no tags.
  ///   - fraction: 0 ..< 1; 0 holds none.
  ///   - test: Rows that are neither trained nor chosen on.
  ///   - seed: Decides which rows are held.
  ///   - fileSHA256: The hash of the file that the rows come from.
  /// - Throws: `option` for a share out of its range; what
  ///   ``init(scheme:training:validation:test:fileSHA256:)`` throws.
  public init(
    splitting rows: [TokenRow], scheme: TagScheme?, validationFraction fraction: Double, test: [TokenRow] = [],
    seed: UInt64, fileSHA256: String? = nil
  ) throws(TuningError) {
    try HeldRows.checkValidation(share: fraction)
    let (training, held) = Self.split(rows, fraction, seed)
    try self.init(scheme: scheme, training: training, validation: held, test: test, fileSHA256: fileSHA256)
  }

  /// Divides rows at random; `held` is the share.
  static func split(
    _ rows: [TokenRow], _ share: Double, _ seed: UInt64
  ) -> (rest: [TokenRow], held: [TokenRow]) {
    let (rest, held) = StratifiedSplit.split(labels: rows.map { _ in 0 }, fraction: share, seed: seed)
    return (rest.map { rows[$0] }, held.map { rows[$0] })
  }

  /// The tags that are the classes of the model: `O`, and those of each label.
  public var classes: [TokenTag] { scheme.classes(of: labels) }

  /// The labels of rows, sorted by their scalars, each with the number of its entities.
  static func counts(_ rows: [TokenRow]) -> [(label: String, entities: Int)] {
    var counts: [String: Int] = [:]
    for row in rows {
      for entity in row.entities ?? [] { counts[entity.label, default: 0] += 1 }
    }
    return counts.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
      .map { ($0.key, $0.value) }
  }
}

extension TokenTrainingData: RunRows {
  /// SHA-256 over all that training can see: scheme, words with tags, texts with spans, and their division.
  package var digest: String {
    var content = ContentDigest()
    content.add(scheme.rawValue)
    if let folds { content.add(folds) }
    for part in [training, validation, test] {
      content.add(part.count)
      for row in part {
        switch row.content {
        case .words(let words, let tags):
          content.add(words.count)
          for (word, tag) in zip(words, tags ?? []) {
            content.add(word)
            content.add(tag.description)
          }
        case .text(let text, let entities):
          content.add(-1)
          content.add(text)
          content.add(entities?.count ?? 0)
          for entity in entities ?? [] {
            content.add(entity.label)
            content.add(entity.range.lowerBound)
            content.add(entity.range.upperBound)
          }
        }
      }
    }
    return content.hexadecimal
  }

  func learning(from training: [TokenRow], judging held: [TokenRow]) throws(TuningError) -> TokenTrainingData {
    try TokenTrainingData(
      labels: labels, scheme: scheme, training: training, validation: [], test: held, fileSHA256: nil)
  }
}
