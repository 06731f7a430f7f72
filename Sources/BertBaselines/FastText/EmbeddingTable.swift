import BertData

/// Rows of single-precision numbers in lanes of eight. The lanes beyond the dimensions hold zeros and stay zero.
struct EmbeddingTable: Sendable {
  let rows: Int
  let dimensions: Int
  /// Lanes per row.
  let lanes: Int
  /// [rows, lanes]
  var values: [SIMD8<Float>]

  /// All zeros.
  init(rows: Int, dimensions: Int) {
    self.rows = rows
    self.dimensions = dimensions
    lanes = (dimensions + 7) / 8
    values = Array(repeating: .zero, count: rows * lanes)
  }

  /// Uniform numbers from −1/dimensions to 1/dimensions.
  init(rows: Int, dimensions: Int, seed: UInt64) {
    self.init(rows: rows, dimensions: dimensions)
    var generator = SeededGenerator(seed: seed)
    let scale = 2 / Float(dimensions)
    for row in 0..<rows {
      // Each draw gives two numbers of 24 bits: filling the table takes much of a short run.
      for column in stride(from: 0, to: dimensions, by: 2) {
        let bits = generator.next()
        set(row, column, (Float(bits & 0xFF_FFFF) * 0x1p-24 - 0.5) * scale)
        if column + 1 < dimensions { set(row, column + 1, (Float(bits >> 40) * 0x1p-24 - 0.5) * scale) }
      }
    }
  }

  private mutating func set(_ row: Int, _ column: Int, _ value: Float) {
    values[row * lanes + column / 8][column % 8] = value
  }

  /// - Parameter flat: [rows, dimensions]
  init(rows: Int, dimensions: Int, flat: [Float]) {
    self.init(rows: rows, dimensions: dimensions)
    for row in 0..<rows {
      for column in 0..<dimensions { set(row, column, flat[row * dimensions + column]) }
    }
  }

  /// [rows, dimensions]
  var flat: [Float] {
    var flat: [Float] = []
    flat.reserveCapacity(rows * dimensions)
    for row in 0..<rows {
      for column in 0..<dimensions { flat.append(values[row * lanes + column / 8][column % 8]) }
    }
    return flat
  }

  /// Whether all values are finite.
  var isFinite: Bool { values.allSatisfy { $0 - $0 == .zero } }

  /// Sets `sum` to the mean of some rows; to zero for no rows.
  func mean(_ chosen: [Int32], into sum: inout [SIMD8<Float>]) {
    for lane in 0..<lanes { sum[lane] = .zero }
    for row in chosen {
      let base = Int(row) * lanes
      for lane in 0..<lanes { sum[lane] += values[base + lane] }
    }
    let share = chosen.isEmpty ? 0 : 1 / Float(chosen.count)
    for lane in 0..<lanes { sum[lane] *= share }
  }

  /// The dot product of a row and a vector.
  func dot(_ row: Int, _ vector: [SIMD8<Float>]) -> Float {
    var sum = SIMD8<Float>.zero
    let base = row * lanes
    for lane in 0..<lanes { sum += values[base + lane] * vector[lane] }
    return sum.sum()
  }

  /// Adds `factor` times a vector to a row.
  mutating func add(_ factor: Float, _ vector: [SIMD8<Float>], to row: Int) {
    let base = row * lanes
    for lane in 0..<lanes { values[base + lane] += vector[lane] * factor }
  }

  /// Adds `factor` times a row to a vector.
  func addRow(_ row: Int, _ factor: Float, to vector: inout [SIMD8<Float>]) {
    let base = row * lanes
    for lane in 0..<lanes { vector[lane] += values[base + lane] * factor }
  }
}
