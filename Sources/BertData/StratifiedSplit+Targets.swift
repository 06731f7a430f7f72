extension StratifiedSplit {
  /// Splits rows by their targets. With one label per text, each label keeps its share; with several, the rows of each
  /// label are distributed, the rarest label first (Sechidis et al. 2011, "On the Stratification of Multi-Label Data");
  /// with numbers, the rows are drawn at random.
  ///
  /// - Parameters:
  ///   - targets: the target of each row.
  ///   - fraction: the held share, taken as 0...1.
  ///   - seed: decides which rows are held.
  /// - Returns: row indices, ascending on both sides; each row is on exactly one.
  public static func split(targets: [Target], fraction: Double, seed: UInt64) -> (training: [Int], held: [Int]) {
    switch targets.first?.problem {
    case .multiLabel:
      split(
        flags: targets.map { if case .labels(let flags) = $0 { flags } else { [] } }, fraction: fraction, seed: seed)
    case .regression: split(labels: targets.map { _ in 0 }, fraction: fraction, seed: seed)
    case .singleLabel, nil:
      split(labels: targets.map { if case .label(let label) = $0 { label } else { 0 } }, fraction: fraction, seed: seed)
    }
  }

  private static func split(
    flags: [[Bool]], fraction: Double, seed: UInt64
  ) -> (training: [Int], held: [Int]) {
    let share = fraction.isFinite ? min(max(fraction, 0), 1) : 0
    guard share > 0, let labels = flags.first?.count else { return (Array(flags.indices), []) }
    var generator = SeededGenerator(seed: seed)
    var rowsOf = (0..<labels).map { label in flags.indices.filter { flags[$0][label] } }
    // The rows that each side, training first, still wants of each label and in all.
    let shares = [1 - share, share]
    var wanted = shares.map { part in rowsOf.map { Double($0.count) * part } }
    var wantedRows = shares.map { Double(flags.count) * $0 }
    var side = [Int?](repeating: nil, count: flags.count)
    func place(_ row: Int, by label: Int?) {
      let wants = label.map { label in wanted.map { $0[label] } } ?? wantedRows
      let held = wants[1] != wants[0] ? wants[1] > wants[0] : wantedRows[1] > wantedRows[0]
      // A held side that has all its rows gets no more because of rounding.
      let chosen = held && wantedRows[1] > 0 ? 1 : 0
      side[row] = chosen
      wantedRows[chosen] -= 1
      for label in 0..<labels where flags[row][label] { wanted[chosen][label] -= 1 }
    }
    while let rarest = rowsOf.indices.filter({ !rowsOf[$0].isEmpty }).min(by: { rowsOf[$0].count < rowsOf[$1].count }) {
      var rows = rowsOf[rarest]
      generator.shuffle(&rows)
      for row in rows { place(row, by: rarest) }
      for label in 0..<labels { rowsOf[label].removeAll { side[$0] != nil } }
    }
    var rest = flags.indices.filter { side[$0] == nil }
    generator.shuffle(&rest)
    for row in rest { place(row, by: nil) }
    return (flags.indices.filter { side[$0] == 0 }, flags.indices.filter { side[$0] == 1 })
  }
}
