/// Rows joined into groups: a forest in which the first row of a group is its root (union-find with halved paths).
struct RowGroups {
  private var parents: [Int32]

  init(count: Int) { parents = (0..<count).map(Int32.init) }

  /// The first row of a row's group.
  mutating func first(of row: Int) -> Int {
    var row = row
    while Int(parents[row]) != row {
      parents[row] = parents[Int(parents[row])]
      row = Int(parents[row])
    }
    return row
  }

  /// Joins the groups of two rows.
  mutating func join(_ a: Int, _ b: Int) {
    let (a, b) = (first(of: a), first(of: b))
    if a < b { parents[b] = Int32(a) } else { parents[a] = Int32(b) }
  }
}
