import BertBaselines

/// The vectors that `Scripts/golden/shift_vectors.py` draws.
enum DrawnVectors {
  /// Numbers from −1 to 1, row by row.
  static func noise(_ seed: UInt64, _ rows: Int, _ columns: Int) -> [Double] {
    var state = seed
    return (0..<rows * columns).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(Int64(bitPattern: state) >> 40) / 8_388_608
    }
  }

  /// Rows whose first columns vary most.
  static func cloud(_ seed: UInt64, _ rows: Int, _ columns: Int, shift: Double = 0, decay: Double = 0.5)
    -> FeatureMatrix
  {
    let values = noise(seed, rows, columns).enumerated().map { index, value in
      let column = index % columns
      let moved = value / (1 + decay * Double(column)) + (column == 0 ? shift : 0)
      return Float((moved * 1_048_576).rounded(.toNearestOrEven) / 1_048_576)
    }
    return FeatureMatrix(rows: rows, columns: columns, values: values)
  }
}
