public import BertData
import BertInference
import BertReport
import BertStorage
import BertText
public import Foundation

/// The rows of a run that learns vectors of texts: pairs that belong together, triplets with negatives, or pairs with a
/// similarity score.
///
/// ```swift
/// import BertFT
///
/// let encoder = try await Hub().model("all-MiniLM-L6-v2")
/// var data = try PairTrainingData(encoder: encoder, validationShare: 0, seed: 42)
/// try data.add(Example(text: "Who wrote Faust?", pair: "Goethe wrote Faust.", line: 1))
/// print(data.trainingPairs)
/// ```
public struct PairTrainingData: Sendable, RunInput {
  /// The form of the rows.
  public enum Form: String, Sendable, Codable {
    /// Two texts that belong together.
    case pairs
    /// Two texts that belong together, and negatives: texts that do not belong to the first.
    case triplets
    /// Two texts and their similarity, −1 ... 1.
    case scored
  }

  /// Tokens of a text at the most, special ones included.
  public let maxLength: Int
  private(set) var texts = PairTexts()
  private(set) var training: [PairRow] = []
  private(set) var held: [PairRow] = []
  let recipe: SentenceRecipe

  private let validationShare: Double
  private let seed: UInt64
  private var content = ContentDigest()
  /// The first line with a score, and the first without.
  private var scoredLine: Int?, unscoredLine: Int?
  private var negatives = 0
  /// Texts that were truncated.
  public private(set) var cutTexts = 0

  /// Opens the encoder's tokenizer and the files that say how it makes vectors.
  ///
  /// - Parameters:
  ///   - encoder: The directory of the encoder that is to learn.
  ///   - maxLength: Tokens of a text at the most, special ones included; nil for the limit in the model's files.
  ///   - validationShare: The share of the rows, approximately, that is held out for validation. A hash of the first
  ///     text decides, so that rows with the same first text are on the same side.
  ///   - seed: Seed of that hash.
  /// - Throws: ``TuningError`` for a share out of range, and for a directory without a model, or whose vectors pass
  ///   through further layers after the encoder.
  public init(encoder: URL, maxLength: Int? = nil, validationShare: Double, seed: UInt64) throws(TuningError) {
    try TrainingOptions.check(
      "validation", validationShare, validationShare >= 0 && validationShare < 1,
      "must be a file, or a share from 0 to below 1")
    recipe = try TuningError.translating { () throws(InferenceError) in
      try SentenceRecipe(PretrainedModel(at: encoder), maxLength: maxLength)
    }
    self.maxLength = recipe.maxLength
    self.validationShare = validationShare
    self.seed = seed
  }

  /// Adds a row of two texts, to the training or the validation rows by the share. Its `carried` values are those of
  /// `ReadingOptions.ofTextPairs`: the score, if there is one, then the negatives.
  ///
  /// - Throws: ``TuningError/inference(_:)`` for a text with tokens that the encoder has no rows for;
  ///   ``TuningError/pairsUnfit(reason:remedy:)`` for a row without a second text, or with a score that is no cosine.
  public mutating func add(_ row: Example) throws(TuningError) {
    let judges = validationShare > 0 && SeededGenerator.uniform(of: row.text, seed: seed) < validationShare
    try add(row, judges: judges)
  }

  /// Adds a validation row.
  ///
  /// - Throws: As ``add(_:)``.
  public mutating func addValidation(_ row: Example) throws(TuningError) { try add(row, judges: true) }

  private mutating func add(_ example: Example, judges: Bool) throws(TuningError) {
    let line = example.line
    guard let second = example.pair else {
      throw .pairsUnfit(
        reason: "line \(line): the row has one text", remedy: "give a file with a column for each of the two")
    }
    let score = try Self.score(example.carried.first, line: line)
    var others: [String] = []
    for value in example.carried.dropFirst() {
      if let text = try Self.text(value, line: line) { others.append(text) }
    }
    guard score == nil || others.isEmpty else {
      throw .pairsUnfit(
        reason: "line \(line): the row has a score and a text that does not belong to the first",
        remedy: "give scored pairs, or texts that belong together with others that do not")
    }
    if score == nil { unscoredLine = unscoredLine ?? line } else { scoredLine = scoredLine ?? line }
    content.add(judges ? 1 : 0)
    content.add(score.map(Target.number))
    content.add(others.count)
    for text in [example.text, second] + others { content.add(text) }
    negatives += others.count
    var row = PairRow(
      // The two texts of a scored pair are treated alike: neither is a query.
      anchor: try number(of: example.text, isQuery: score == nil, line: line),
      positive: try number(of: second, isQuery: false, line: line), score: score)
    for text in others { row.negatives.append(try number(of: text, isQuery: false, line: line)) }
    if judges { held.append(row) } else { training.append(row) }
  }

  private mutating func number(of text: String, isQuery: Bool, line: Int) throws(TuningError) -> Int {
    let recipe = recipe
    var cut = 0
    let number = try texts.number(of: text, isQuery: isQuery && recipe.tellsQueries) { () throws(TuningError) in
      let encoding = try TuningError.translating { () throws(InferenceError) in
        try recipe.encode(text, isQuery: isQuery, line: line)
      }
      if encoding.isTruncated { cut += 1 }
      return encoding
    }
    cutTexts += cut
    return number
  }

  /// The value of a score column; nil where it is empty.
  private static func score(_ value: CarriedValue?, line: Int) throws(TuningError) -> Double? {
    let written: String
    switch value {
    case nil, .null: return nil
    case .text(let text): written = text.trimmingCharacters(in: .whitespaces)
    case .json(let json): written = json
    }
    if written.isEmpty { return nil }
    guard let score = Double(written), (-1...1).contains(score) else {
      throw .pairsUnfit(
        reason:
          "line \(line): the score '\(Excerpt.label(written))' is no number from -1 to 1, as the cosine of two vectors is",
        remedy: "divide the scores by the greatest that there can be")
    }
    return score
  }

  /// The value of a column of negatives; nil where it is empty.
  private static func text(_ value: CarriedValue, line: Int) throws(TuningError) -> String? {
    switch value {
    case .null: return nil
    case .text(let text): return text.allSatisfy(\.isWhitespace) ? nil : text
    case .json(let json):
      throw .pairsUnfit(
        reason:
          "line \(line): '\(Excerpt.label(json))' stands where a text that does not belong to the first should be",
        remedy: "give a text in its place")
    }
  }

  /// The number of training rows.
  public var trainingPairs: Int { training.count }
  /// The number of validation rows.
  public var validationPairs: Int { held.count }
  /// The form of the rows; nil without a row.
  public var form: Form? {
    if scoredLine != nil { return .scored }
    return unscoredLine == nil ? nil : negatives > 0 ? .triplets : .pairs
  }

  var digest: String { content.hexadecimal }

  /// Refuses data without training rows, and data in which only some rows have a score.
  ///
  /// - Throws: `noRows`, `pairsUnfit`.
  func check() throws(TuningError) {
    guard !training.isEmpty else { throw .noRows(part: "training") }
    if let scoredLine, let unscoredLine {
      throw .pairsUnfit(
        reason: "line \(unscoredLine): the row has no score, and that of line \(scoredLine) has one",
        remedy: "give a score in all rows, or in none")
    }
  }
}
