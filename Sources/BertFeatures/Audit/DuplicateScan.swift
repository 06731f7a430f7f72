import BertKernels

/// Compares rows with those before them, block after block, and decides which are kept.
///
/// Rows are known by their places among the different rows. Pairs are used as they are found; only pairs within a block
/// are stored.
struct DuplicateScan {
  private let rows: UnitRows
  /// The row at each place.
  private let different: [Int]
  private let threshold: Double
  private let compute: Compute
  /// For each place, the earlier kept place that is most similar to it; nil for one that is kept. [places]
  private(set) var best: [RowHit?]
  /// The groups of places that pairs connect.
  var groups: RowGroups

  /// Rows of each side that one product compares.
  private static let tile = 1024
  /// How far a product may be from the cosine; nearer to the threshold, the cosine is computed in double precision.
  private static let rounding: Float = 1e-5
  /// The most pairs within a block that are stored; with more the block is halved.
  private static let mostPairs = 1 << 23

  /// Two places whose rows are near-duplicates.
  private struct Pair {
    let later, earlier: Int32
    let score: Float
  }

  init(_ rows: UnitRows, _ different: [Int], threshold: Double, compute: Compute) {
    self.rows = rows
    self.different = different
    self.threshold = threshold
    self.compute = compute
    best = [RowHit?](repeating: nil, count: different.count)
    groups = RowGroups(count: different.count)
  }

  /// Compares all rows.
  mutating func run(_ cells: DuplicateCells, progress: (Double) -> Void) {
    let count = different.count
    for start in stride(from: 0, to: count, by: cells.block) {
      decide(start..<min(start + cells.block, count), cells)
      let done = Double(min(start + cells.block, count)) / Double(count)
      progress(done * done)
    }
  }

  /// Compares the rows of a block with all rows before them.
  private mutating func decide(_ block: Range<Int>, _ cells: DuplicateCells) {
    var inside: [Pair] = []
    for (cell, asking) in cells.asking(block) {
      let members = cells.members(of: cell, before: block.upperBound)
      for queries in Self.tiles(of: asking) {
        guard let last = queries.last else { continue }
        for others in Self.tiles(of: members) {
          guard let first = others.first, first < last else { break }
          for pair in pairs(queries, others) {
            groups.join(Int(pair.later), Int(pair.earlier))
            if Int(pair.earlier) >= block.lowerBound {
              inside.append(pair)
            } else if best[Int(pair.earlier)] == nil {
              improve(pair)
            }
          }
          if inside.count > Self.mostPairs, block.count > 1 {
            let middle = block.lowerBound + block.count / 2
            decide(block.lowerBound..<middle, cells)
            decide(middle..<block.upperBound, cells)
            return
          }
        }
      }
    }
    // Whether a row is kept is known once all rows before it are decided.
    inside.sort { ($0.later, $0.earlier) < ($1.later, $1.earlier) }
    for pair in inside where best[Int(pair.earlier)] == nil { improve(pair) }
  }

  private mutating func improve(_ pair: Pair) {
    let hit = RowHit(row: Int(pair.earlier), score: min(1, pair.score))
    if best[Int(pair.later)].map({ hit.precedes($0) }) ?? true { best[Int(pair.later)] = hit }
  }

  private static func tiles(of places: ArraySlice<Int32>) -> [ArraySlice<Int32>] {
    stride(from: places.startIndex, to: places.endIndex, by: tile).map {
      places[$0..<min($0 + tile, places.endIndex)]
    }
  }

  /// The near-duplicates among two lists of places.
  private func pairs(_ queries: ArraySlice<Int32>, _ others: ArraySlice<Int32>) -> [Pair] {
    let width = rows.matrix.columns, arena = compute.arena, mark = compute.arena.mark
    defer { arena.release(mark) }
    func gathered(_ places: ArraySlice<Int32>) -> Matrix {
      let matrix = arena.matrix(rows: places.count, columns: width), start = places.startIndex
      compute.forRanges(places.count, width: width) { range in
        for index in range {
          matrix.row(index).update(from: rows.matrix.row(different[Int(places[start + index])]), count: width)
        }
      }
      return matrix
    }
    let left = gathered(queries), right = gathered(others)
    let products = arena.matrix(rows: queries.count, columns: others.count)
    compute.computing(in: .float32).multiply(left.operand, right.transpose, into: products)  // [queries, others]
    let least = Float(threshold) - Self.rounding
    var found = [[Pair]](repeating: [], count: queries.count)
    found.withUnsafeMutableBufferPointer { found in
      compute.forRanges(queries.count, width: others.count) { range in
        for place in range {
          let values = products.row(place), later = queries[queries.startIndex + place]
          for column in 0..<others.count where values[column] >= least {
            let earlier = others[others.startIndex + column]
            guard earlier < later else { break }
            if values[column] > Float(threshold) + Self.rounding || isNear(later, earlier) {
              found[place].append(Pair(later: later, earlier: earlier, score: values[column]))
            }
          }
        }
      }
    }
    return found.flatMap { $0 }
  }

  /// Whether the cosine in double precision reaches the threshold; a billionth is allowed for the rounding of the rows.
  private func isNear(_ a: Int32, _ b: Int32) -> Bool {
    rows.cosine(different[Int(a)], different[Int(b)]) >= threshold - 1e-9
  }
}
