import BertData
import BertInference

extension Agreement {
  /// Adds how well the answers to one question agree.
  ///
  /// - Parameters:
  ///   - exact: Logits, `[texts, C]`.
  ///   - rounded: The other model's.
  mutating func compare(_ exact: [Double], _ rounded: [Double], labels: [String], rule: OutputRule) {
    let figures = OutputAgreement(exact, rounded, classes: labels.count, rule: rule)
    sameLabel = figures.sameLabel
    correlation = figures.correlation
    largestLogitDifference = figures.largestDifference
  }

  /// Adds how well the answers to each of several questions agree.
  ///
  /// - Parameters:
  ///   - exact: Logits, `[texts, C₁ + C₂ + …]`.
  ///   - rounded: The other model's.
  mutating func compare(
    _ exact: [Double], _ rounded: [Double], questions: [QuestionLabels], rules: [OutputRule]
  ) {
    let columns = questions.columns, width = columns.last?.upperBound ?? 0
    func own(_ logits: [Double], _ columns: Range<Int>) -> [Double] {
      stride(from: 0, to: logits.count, by: max(1, width)).flatMap {
        logits[$0 + columns.lowerBound..<$0 + columns.upperBound]
      }
    }
    let compared = questions.indices.map { place in
      let figures = OutputAgreement(
        own(exact, columns[place]), own(rounded, columns[place]), classes: columns[place].count, rule: rules[place])
      return Task(
        name: questions[place].name, sameLabel: figures.sameLabel, correlation: figures.correlation,
        largestLogitDifference: figures.largestDifference)
    }
    tasks = compared
    largestLogitDifference = compared.map(\.largestLogitDifference).max()
  }

  /// Adds how well the classes of words and the entities agree.
  ///
  /// - Parameters:
  ///   - exact: Logits of all windows' tokens, `[T, C]`.
  ///   - rounded: The other model's.
  ///   - rows: The texts, with their true entities where they have any.
  ///   - encoded: Their windows.
  mutating func compare(
    _ exact: [Float], _ rounded: [Float], of rows: [TokenRow], _ encoded: [TextEncoder.Encoded],
    by tagging: WordTagging
  ) {
    let both = [exact, rounded].map { tagging.tagged(rows, encoded, $0) }
    var words = 0, same = 0
    for (one, other) in zip(both[0], both[1]) {
      words += one.words.count
      same += one.words.indices.count {
        one.scores[$0].isFinite && other.scores[$0].isFinite && one.tags[$0] == other.tags[$0]
      }
    }
    let found = both.map { zip(rows, $0).map { $1.entities(as: $0) } }
    func f1(_ truth: [[LabelledRange]], _ found: [[LabelledRange]]) -> Double? {
      truth.allSatisfy(\.isEmpty) && found.allSatisfy(\.isEmpty) ? nil : EntityMetrics(truth: truth, found: found).f1
    }
    let truth = rows.compactMap(\.entities), isKnown = truth.count == rows.count && !truth.allSatisfy(\.isEmpty)
    tokens = Tokens(
      words: words, sameClass: Double(same) / Double(max(1, words)), entityF1: f1(found[0], found[1]),
      exactF1: isKnown ? f1(truth, found[0]) : nil, quantizedF1: isKnown ? f1(truth, found[1]) : nil)
    let largest = zip(exact, rounded).reduce(Float(0)) { largest, pair in
      let difference = abs(pair.0 - pair.1)
      return difference.isFinite ? max(largest, difference) : .infinity
    }
    largestLogitDifference = Double(largest)
  }
}
