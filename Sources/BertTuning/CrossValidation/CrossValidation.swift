/// The division of a run's rows into parts, each of which is judged by a model that learnt from the others.
struct CrossValidation<Row: Sendable>: Sendable {
  /// A part of the rows, and what the model that judges it learns from.
  struct Part: Sendable {
    let training: [Row]
    let held: [Row]
  }

  let parts: [Part]

  /// Divides rows; nil where fewer than two parts are left, and where all rows together teach nothing.
  ///
  /// A row without which the others would teach nothing is in no part: it is always learnt from and never judged.
  ///
  /// - Parameters:
  ///   - rows: All rows.
  ///   - parts: The indices of the rows of each part, ascending; none is in two.
  ///   - teaches: Whether the task can be learnt from rows; where it can, it can be learnt from more of them too.
  init?(_ rows: [Row], parts: [[Int]], teaches: ([Row]) -> Bool) {
    guard teaches(rows) else { return nil }
    self.init(
      parts.map { part in
        var held = part
        func training(holding held: some Sequence<Int>) -> [Row] {
          let held = Set(held)
          return rows.indices.filter { !held.contains($0) }.map { rows[$0] }
        }
        while !held.isEmpty, !teaches(training(holding: held)) {
          // The first row with which those before it teach what is missing.
          var low = 0, high = held.count
          while high - low > 1 {
            let middle = (low + high) / 2
            if teaches(training(holding: held.dropFirst(middle))) { high = middle } else { low = middle }
          }
          held.remove(at: high - 1)
        }
        return Part(training: training(holding: held), held: held.map { rows[$0] })
      })
  }

  /// Takes parts that are divided already; nil where fewer than two have rows to judge.
  init?(_ parts: [Part]) {
    self.parts = parts.filter { !$0.held.isEmpty }
    guard self.parts.count >= 2 else { return nil }
  }
}
