import BertData
import BertKernels

/// Which rows are compared: those of a cell with the rows that probe the cell. Rows are known by their places among the
/// different rows.
struct DuplicateCells {
  /// The places in each cell, rising.
  private let members: [[Int32]]
  /// The cells nearest to each place, the nearest first: the cell that it lies in. Empty where there is only one cell.
  /// [places, width]
  private let nearest: [Int32]
  /// Nearest cells that are known of each place.
  private let width: Int
  /// How many of the nearest cells are probed.
  private let probes: Int
  let method: DuplicateRows.Method
  /// Places of a block; a block is compared with the places before it and within it.
  let block: Int

  /// The part of the sample's pairs that the number of probes is chosen for.
  private static let wantedRecall = 0.999
  /// The most cells that a row may probe.
  private static let mostProbes = 32
  /// Probes where the sample has no pair to choose by.
  private static let usualProbes = 8
  /// Rows of each sample.
  private static let sampleRows = 1000
  /// The most pairs of each sampled row that are counted.
  private static let mostPairs = 1000

  /// One cell of all places: every row is compared.
  static func all(_ count: Int) -> DuplicateCells {
    DuplicateCells(
      members: [(0..<count).map(Int32.init)], nearest: [], width: 0, probes: 0, method: .exact, block: 2048)
  }

  private init(
    members: [[Int32]], nearest: [Int32], width: Int, probes: Int, method: DuplicateRows.Method, block: Int
  ) {
    self.members = members
    self.nearest = nearest
    self.width = width
    self.probes = probes
    self.method = method
    self.block = block
  }

  /// Assigns rows to cells and chooses how many cells are probed.
  ///
  /// - Parameters:
  ///   - rows: All rows.
  ///   - different: The row at each place.
  ///   - threshold: The cosine from which two rows are near-duplicates.
  ///   - seed: The seed of the cells and samples.
  /// - Throws: As ``KMeans/fit(_:from:compute:)``.
  init(
    _ rows: UnitRows, _ different: [Int], threshold: Double, seed: UInt64, compute: Compute
  ) throws(VectorRowsError) {
    let count = different.count
    var generator = SeededGenerator(seed: seed)
    let cells = max(1, min(count / 8, Int((4 * Double(count)).squareRoot())))
    let order = generator.permutation(count)
    let training = rows.matrix.selecting(order.prefix(32 * cells).map { different[$0] })
    var means = KMeans(clusters: cells)
    means.iterations = 10
    let first = (0..<cells).flatMap { row in (0..<training.columns).map { Double(training.row(row)[$0]) } }
    let centres = try means.fit(training, from: first, compute: compute).centres
    let width = min(Self.mostProbes, cells)
    let nearest = Self.nearest(rows, different, centres, width, compute)
    var members = [[Int32]](repeating: [], count: cells)
    for place in 0..<count { members[Int(nearest[place * width])].append(Int32(place)) }
    // One half of the sample chooses the probes: twice as many as it needs, because it has only few of all pairs. The
    // other half measures the recall.
    let sample = order.suffix(min(2 * Self.sampleRows, count))
    let halves = [Array(sample.prefix(sample.count / 2)), Array(sample.suffix(sample.count / 2))]
    let ranks = halves.map { Self.ranks($0, rows, different, nearest, width, threshold, compute) }
    let wanted = Int((Self.wantedRecall * Double(ranks[0].count)).rounded(.up))
    let probes =
      ranks[0].isEmpty
      ? min(Self.usualProbes, width)
      : min(width, 2 * ((1...width).first { probes in ranks[0].count { $0 < probes } >= wanted } ?? width))
    let recall = DuplicateRows.Recall(
      rows: halves[1].count, pairs: ranks[1].count, found: ranks[1].count { $0 < probes })
    self.init(
      members: members, nearest: nearest, width: width, probes: probes,
      method: .cells(cells, probes: probes, recall: recall), block: 1 << 16)
  }

  /// The cells that the places of a block probe, each with the places that probe it in rising order.
  func asking(_ block: Range<Int>) -> [(cell: Int, places: ArraySlice<Int32>)] {
    guard width > 0 else { return [(0, members[0][block])] }
    var asking = [[Int32]](repeating: [], count: members.count)
    for place in block {
      for probe in 0..<probes { asking[Int(nearest[place * width + probe])].append(Int32(place)) }
    }
    return asking.enumerated().filter { !$0.element.isEmpty }.map { ($0.offset, $0.element[...]) }
  }

  /// The places in a cell below a bound, rising.
  func members(of cell: Int, before bound: Int) -> ArraySlice<Int32> {
    members[cell].prefix { $0 < bound }
  }

  /// The nearest cells of each place. [places, width]
  private static func nearest(
    _ rows: UnitRows, _ different: [Int], _ centres: [Double], _ width: Int, _ compute: Compute
  ) -> [Int32] {
    var nearest = [Int32](repeating: 0, count: different.count * width)
    let cells = centres.count / rows.matrix.columns, block = 1 << 16
    nearest.withUnsafeMutableBufferPointer { nearest in
      for start in stride(from: 0, to: different.count, by: block) {
        let places = different[start..<min(start + block, different.count)]
        let distances = SquaredDistances(rows.matrix.selecting(Array(places)), compute: compute)
        distances.forEachRow(centres) { row, products, norms in
          var top = TopRows(limit: width)
          for cell in 0..<cells {
            let score = 2 * products[cell] - norms[cell]
            if score > top.threshold { top.add(RowHit(row: cell, score: score)) }
          }
          for (place, hit) in top.hits.sorted(by: { $0.precedes($1) }).enumerated() {
            nearest[(start + row) * width + place] = Int32(hit.row)
          }
        }
      }
    }
    return nearest
  }

  /// For each pair of a sampled place and another, at most ``mostPairs`` for each sampled place: how many cells the
  /// later place probes before the cell of the earlier one.
  private static func ranks(
    _ sample: [Int], _ rows: UnitRows, _ different: [Int], _ nearest: [Int32], _ width: Int, _ threshold: Double,
    _ compute: Compute
  ) -> [Int] {
    let asked = rows.matrix.selecting(sample.map { different[$0] }), block = 4096
    var ranks: [Int] = [], counts = [Int](repeating: 0, count: sample.count)
    for start in stride(from: 0, to: different.count, by: block) {
      let range = start..<min(start + block, different.count)
      let products = Matrix(rows: sample.count, columns: range.count)
      compute.computing(in: .float32).multiply(
        asked.operand, rows.matrix.selecting(Array(different[range])).transpose, into: products)  // [sample, range]
      for (index, place) in sample.enumerated() {
        let values = products.row(index)
        for column in 0..<range.count where Double(values[column]) >= threshold && start + column != place {
          guard counts[index] < Self.mostPairs else { break }
          counts[index] += 1
          let later = max(place, start + column), earlier = min(place, start + column)
          let cell = nearest[earlier * width]
          ranks.append(
            nearest[later * width..<(later + 1) * width].firstIndex(of: cell).map { $0 - later * width } ?? width)
        }
      }
    }
    return ranks
  }
}
