extension StratifiedSplit {
  /// Splits rows with answers to several questions. The first question with one label per text decides: each of its
  /// labels keeps its share, as do the rows without an answer to it. Without such a question the rows are drawn at
  /// random.
  ///
  /// - Parameters:
  ///   - answers: the targets of each row, one for each question.
  ///   - questions: the questions.
  ///   - fraction: the held share, taken as 0...1.
  ///   - seed: decides which rows are held.
  /// - Returns: row indices, ascending on both sides; each row is on exactly one.
  public static func split(
    answers: [[Target?]], questions: [QuestionLabels], fraction: Double, seed: UInt64
  ) -> (training: [Int], held: [Int]) {
    let place = questions.firstIndex { $0.question.problem == .singleLabel }
    let strata = answers.map { row in
      if let place, case .label(let label)? = row[place] { label } else { questions.reduce(0) { $0 + $1.outputs } }
    }
    return split(labels: strata, fraction: fraction, seed: seed)
  }

  /// Divides rows with answers to several questions into parts for cross-validation, each drawn as by
  /// ``split(answers:questions:fraction:seed:)``. Every row is in one part.
  ///
  /// - Parameters:
  ///   - answers: the targets of each row, one for each question.
  ///   - questions: the questions.
  ///   - count: the number of parts, at least 2.
  ///   - seed: decides which rows are in which part.
  /// - Returns: row indices of each part, ascending. No part is empty, so that there may be fewer than `count`.
  public static func folds(
    answers: [[Target?]], questions: [QuestionLabels], count: Int, seed: UInt64
  ) -> [[Int]] {
    folds(rows: answers.count, count: count, seed: seed) { rows, share, seed in
      split(answers: rows.map { answers[$0] }, questions: questions, fraction: share, seed: seed)
    }.filter { !$0.isEmpty }
  }
}
