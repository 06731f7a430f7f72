import BertKernels

/// Rows of the same values, of which the first represents all. A row of zeros has no direction and is left out.
struct Twins {
  /// For each row the first row of the same values, which may be itself; nil for a row of zeros. [N]
  let first: [Int?]
  /// The rows that are the first of their kind, rising.
  let different: [Int]

  init(_ rows: UnitRows) {
    var firstOfHash: [UInt64: Int] = [:]
    var first = [Int?](repeating: nil, count: rows.count), different: [Int] = []
    for row in 0..<rows.count where !rows.isZero(row) {
      let hash = Self.hash(rows, row)
      // Rows of other values with the same hash are compared by their cosines, like all others.
      if let found = firstOfHash[hash], Self.areSame(rows, row, found) {
        first[row] = found
      } else {
        firstOfHash[hash] = row
        first[row] = row
        different.append(row)
      }
    }
    self.first = first
    self.different = different
  }

  /// FNV-1a over the values' bits, 32 at a time.
  private static func hash(_ rows: UnitRows, _ row: Int) -> UInt64 {
    let values = rows.matrix.row(row)
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for column in 0..<rows.matrix.columns {
      hash = (hash ^ UInt64(values[column].bitPattern)) &* 0x0000_0100_0000_01B3
    }
    return hash
  }

  private static func areSame(_ rows: UnitRows, _ a: Int, _ b: Int) -> Bool {
    let a = rows.matrix.row(a), b = rows.matrix.row(b)
    for column in 0..<rows.matrix.columns where a[column] != b[column] { return false }
    return true
  }
}
