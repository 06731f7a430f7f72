import CKernels

/// An exhaustive search for one query in `N` rows of `D` values, which reads the rows once from front to back.
///
/// Rows are read one after the other, as the processor prefetches one stream better than several, and the time is that
/// of reading the rows from memory. The score of a row is a sum in a fixed order, so that the result does not depend on
/// the number of threads.
package struct VectorScan {
  /// The query, or for codes the query times the step of each dimension; `[D]`.
  private let weights: [Float]
  /// Added to each score.
  private let bias: Float
  /// Whether scores are divided by the L2 norm of the row.
  private let dividesByLength: Bool
  private let element: ScanRows.Element
  /// The packed signs of the query, for bits.
  private let signs: [UInt8]

  /// A search whose scores are dot products with rows of float32.
  ///
  /// - Parameters:
  ///   - query: `[D]`.
  ///   - dividesByLength: Whether scores are divided by the L2 norm of the row.
  package static func floats(_ query: [Float], dividesByLength: Bool = false) -> VectorScan {
    VectorScan(weights: query, bias: 0, dividesByLength: dividesByLength, element: .float32, signs: [])
  }

  /// A search whose scores are dot products with rows of codes, which stand for minimum + (code + 128) · step.
  ///
  /// - Parameters:
  ///   - query: `[D]`.
  ///   - minimum: The value of the code -128 in each dimension, `[D]`.
  ///   - steps: The difference between two codes in each dimension, `[D]`.
  package static func codes(_ query: [Float], minimum: [Float], steps: [Float]) -> VectorScan {
    var bias = 0.0
    for index in query.indices { bias += Double(query[index]) * Double(minimum[index] + 128 * steps[index]) }
    return VectorScan(
      weights: query.indices.map { query[$0] * steps[$0] }, bias: Float(bias), dividesByLength: false, element: .int8,
      signs: [])
  }

  /// A search in rows of bits, whose scores are minus the number of bits that differ from the signs of the query.
  ///
  /// - Parameter query: `[D]`, with D a multiple of 8. A positive value is a set bit.
  package static func bits(_ query: [Float]) -> VectorScan {
    var signs = [UInt8](repeating: 0, count: query.count / 8)
    for index in 0..<signs.count * 8 where query[index] > 0 { signs[index / 8] |= 0x80 >> UInt8(index % 8) }
    return VectorScan(weights: query, bias: 0, dividesByLength: false, element: .bits, signs: signs)
  }

  /// The `count` rows with the greatest scores, the greatest first; of equal scores the earlier row first.
  package func nearest(in rows: ScanRows, count: Int, pool: ThreadPool) -> [RowHit] {
    guard count > 0 else { return [] }
    let parts = pool.threads
    let found = ScanResults(parts: parts)
    pool.run { part in
      let range = partition(rows.count, parts: parts, index: part, multipleOf: Self.block)
      found.store(scan(rows, range, count: min(count, range.count)), part: part)
    }
    return Array(found.all.sorted { $0.precedes($1) }.prefix(count))
  }

  /// The scores of some rows. For bits, these are dot products with +1 and -1, divided by the square root of D, which
  /// rank rows better than the number of differing bits.
  package func scores(of numbers: [Int], in rows: ScanRows) -> [Float] {
    numbers.map { row in
      guard element == .bits else {
        var score: Float = 0
        withUnsafeMutablePointer(to: &score) { fill($0, rows, row..<row + 1) }
        return score
      }
      var sum: Float = 0
      for index in weights.indices {
        let byte = rows[row].load(fromByteOffset: index / 8, as: UInt8.self)
        sum += byte >> UInt8(7 - index % 8) & 1 == 1 ? weights[index] : -weights[index]
      }
      return sum / Float(weights.count).squareRoot()
    }
  }

  /// The rows whose scores are computed before they are compared with the threshold.
  private static let block = 256

  private func scan(_ rows: ScanRows, _ range: Range<Int>, count: Int) -> [RowHit] {
    guard count > 0 else { return [] }
    var top = TopRows(limit: count)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.block) { scores in
      guard let base = scores.baseAddress else { return }
      var start = range.lowerBound
      while start < range.upperBound {
        let end = min(start + Self.block, range.upperBound)
        fill(base, rows, start..<end)
        // Few rows of many are near enough, so most blocks are skipped. Rows come in their order, so a row whose score
        // equals the threshold ranks after those found.
        if Self.largest(base, end - start) > top.threshold || top.threshold == -.infinity {
          for row in start..<end where base[row - start] > top.threshold || top.threshold == -.infinity {
            top.add(RowHit(row: row, score: base[row - start]))
          }
        }
        start = end
      }
    }
    return top.hits
  }

  /// Computes the scores of consecutive rows.
  private func fill(_ scores: UnsafeMutablePointer<Float>, _ rows: ScanRows, _ range: Range<Int>) {
    switch element {
    case .float32:
      weights.withUnsafeBufferPointer { query in
        guard let query = query.baseAddress else { return }
        Self.products(scores, rows, range, query, weights.count)
        if dividesByLength { Self.divideByLengths(scores, rows, range, weights.count) }
      }
    case .int8:
      weights.withUnsafeBufferPointer { query in
        guard let query = query.baseAddress else { return }
        Self.codeProducts(scores, rows, range, query, weights.count, bias)
      }
    case .bits:
      signs.withUnsafeBytes { query in
        guard let query = query.baseAddress else { return }
        Self.differences(scores, rows, range, query, signs.count)
      }
    }
  }
}

/// The hits found by the parts of a scan; each part writes its own element.
private final class ScanResults: @unchecked Sendable {
  private let base: UnsafeMutablePointer<[RowHit]>
  private let count: Int

  init(parts: Int) {
    count = parts
    base = .allocate(capacity: parts)
    base.initialize(repeating: [], count: parts)
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  func store(_ hits: [RowHit], part: Int) { base[part] = hits }

  var all: [RowHit] { (0..<count).flatMap { base[$0] } }
}
