/// The division of a run's rows into parts; a model that learnt from the other parts predicts each of them.
struct CrossValidation<Row: Sendable>: Sendable {
  /// The rows of a part, and the training rows of the model that predicts it.
  struct Part: Sendable {
    let training: [Row]
    let held: [Row]
  }

  let parts: [Part]

  /// Divides rows; nil where fewer than two parts are left, and where the task cannot be learnt from all rows together.
  ///
  /// A row without which the task cannot be learnt from the others is in no part: it is always a training row.
  ///
  /// - Parameters:
  ///   - rows: All rows.
  ///   - parts: The indices of the rows of each part, ascending; no index is in two parts.
  ///   - teaches: Whether the task can be learnt from some rows. Must be monotone: true for any superset as well.
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
          // By bisection, the shortest prefix of the part that has to be learnt from; its last row leaves the part.
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

  /// Takes over a division; nil where fewer than two parts have rows.
  init?(_ parts: [Part]) {
    self.parts = parts.filter { !$0.held.isEmpty }
    guard self.parts.count >= 2 else { return nil }
  }
}
