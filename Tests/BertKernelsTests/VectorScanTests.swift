import BertKernels
import Testing

/// Scores of rows against sums in double precision.
struct VectorScanTests {
  private struct Noise {
    var state: UInt64

    mutating func next() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
    }
  }

  /// All widths up to two steps and a rest, so that each way through the loops is taken; rows at odd addresses.
  @Test(arguments: Array(1...70) + [384]) func productsAreThoseOfDoubles(dimensions: Int) throws {
    var noise = Noise(state: UInt64(dimensions))
    let count = 13
    let query = (0..<dimensions).map { _ in noise.next() }
    let rows = (0..<count).map { _ in (0..<dimensions).map { _ in noise.next() } }
    var bytes: [UInt8] = [7]
    for row in rows {
      for value in row { withUnsafeBytes(of: value) { bytes += $0 } }
      bytes += [1, 2, 3]
    }
    for divides in [false, true] {
      let found = bytes.withUnsafeBytes { buffer in
        ScanRows(buffer, offset: 1, stride: 4 * dimensions + 3, width: 4 * dimensions, count: count).map {
          VectorScan.floats(query, dividesByLength: divides).nearest(in: $0, count: count, pool: ThreadPool(threads: 2))
        }
      }
      let hits = try #require(found)
      #expect(hits.count == count)
      for hit in hits {
        let row = rows[hit.row]
        var product = 0.0, size = 0.0, squares = 0.0
        for index in 0..<dimensions {
          let term = Double(row[index]) * Double(query[index])
          product += term
          size += abs(term)
          squares += Double(row[index]) * Double(row[index])
        }
        if divides { (product, size) = (product / squares.squareRoot(), size / squares.squareRoot() + abs(product)) }
        // A sum of D products in single precision errs by less than D roundings of its absolute sum.
        #expect(abs(Double(hit.score) - product) <= Double(dimensions + 2) * 6e-8 * size + 1e-12)
      }
      #expect(zip(hits, hits.dropFirst()).allSatisfy { $0.precedes($1) })
    }
  }

  @Test(arguments: [1, 7, 8, 31, 32, 65, 384]) func codesAreProductsOfWhatTheyStandFor(dimensions: Int) throws {
    var noise = Noise(state: 5)
    let query = (0..<dimensions).map { _ in noise.next() }
    let minimum = (0..<dimensions).map { _ in noise.next() },
      steps = (0..<dimensions).map { _ in abs(noise.next()) / 99 }
    let codes = (0..<9 * dimensions).map { _ in Int8(noise.next() * 127) } + [-128, 127]
    let hits = codes.withUnsafeBytes { buffer in
      ScanRows(buffer, offset: 0, stride: dimensions, width: dimensions, count: 9).map {
        VectorScan.codes(query, minimum: minimum, steps: steps).nearest(in: $0, count: 9, pool: ThreadPool(threads: 1))
      }
    }
    for hit in try #require(hits) {
      var product = 0.0
      for index in 0..<dimensions {
        let value = Double(minimum[index]) + (Double(codes[hit.row * dimensions + index]) + 128) * Double(steps[index])
        product += value * Double(query[index])
      }
      #expect(abs(Double(hit.score) - product) < 2e-6 * Double(dimensions + 8))
    }
  }

  @Test func resultsDoNotDependOnThreads() throws {
    var noise = Noise(state: 3)
    let dimensions = 24, count = 5000
    // Many equal rows: the earlier ones come first.
    var values = (0..<count * dimensions).map { _ in noise.next() }
    for row in stride(from: 100, to: count, by: 3) {
      for index in 0..<dimensions { values[row * dimensions + index] = values[50 * dimensions + index] }
    }
    values[7 * dimensions] = .nan
    let query = Array(values[50 * dimensions..<51 * dimensions])
    var all: [[RowHit]] = []
    for threads in [1, 2, 3, 16] {
      let hits = values.withUnsafeBytes { buffer in
        ScanRows(buffer, offset: 0, stride: dimensions * 4, width: dimensions * 4, count: count).map {
          VectorScan.floats(query).nearest(in: $0, count: 300, pool: ThreadPool(threads: threads))
        }
      }
      all.append(try #require(hits))
    }
    #expect(all.allSatisfy { $0 == all[0] })
    #expect(all[0].first?.row == 50 && all[0][1].row == 100 && all[0][2].row == 103)
    #expect(!all[0].contains { $0.row == 7 })
  }

  @Test func rowsMustLieInTheBytes() {
    [UInt8](repeating: 0, count: 100).withUnsafeBytes { bytes in
      #expect(ScanRows(bytes, offset: 4, stride: 8, width: 8, count: 12) != nil)
      for (offset, stride, width, count) in [
        (5, 8, 8, 12), (4, 8, 8, 13), (-1, 8, 8, 1), (0, 4, 8, 1), (0, 8, 8, 0), (0, 8, 8, Int.max), (96, 8, 8, 1),
      ] { #expect(ScanRows(bytes, offset: offset, stride: stride, width: width, count: count) == nil) }
    }
  }
}
