package import BertData
package import BertKernels

/// The losses of several questions together, each over the rows that answer it.
///
/// The value is the mean over all rows of Σ fᵢ·wᵢ·ℓᵢ, where ℓᵢ is the loss of question i in the row, wᵢ the row's
/// weight in it, 0 without an answer, and fᵢ the question's factor. Every row counts 1, whichever questions it answers,
/// so that the parts of a batch add up to the whole.
package struct JointLoss: Loss {
  /// A question.
  package struct Part: Sendable {
    /// The columns of its outputs.
    package let columns: Range<Int>
    package let loss: QuestionLoss
    /// fᵢ
    package let factor: Double

    package init(columns: Range<Int>, loss: QuestionLoss, factor: Double) {
      self.columns = columns
      self.loss = loss
      self.factor = factor
    }
  }

  package let parts: [Part]

  package init(_ parts: [Part]) { self.parts = parts }

  /// Always 1.
  ///
  /// - Parameter target: The answer to each question, nil for none.
  package func weight(of target: [Target?]) -> Double { 1 }

  package func evaluate(_ outputs: Matrix, _ targets: [[Target?]], scale: Float, gradient: Matrix) -> Double {
    gradient.fill(0)
    var value = 0.0
    for (question, part) in parts.enumerated() {
      let rows = targets.indices.filter { targets[$0][question] != nil }
      let answers = rows.compactMap { targets[$0][question] }
      let weight = answers.reduce(0) { $0 + part.loss.weight(of: $1) }
      guard weight > 0 else { continue }
      let own = Matrix(rows: rows.count, columns: part.columns.count)  // [R, Cᵢ]
      let ownGradient = Matrix(rows: rows.count, columns: part.columns.count)
      for (place, row) in rows.enumerated() {
        own.rows(place..<place + 1).copy(from: outputs.rows(row..<row + 1).columns(part.columns))
      }
      let share = part.factor * weight / Double(targets.count)
      value += share * part.loss.evaluate(own, answers, scale: Float(share) * scale, gradient: ownGradient)
      for (place, row) in rows.enumerated() {
        gradient.rows(row..<row + 1).columns(part.columns).copy(from: ownGradient.rows(place..<place + 1))
      }
    }
    return value
  }
}
