package import BertKernels

/// Finds pairs of rows whose cosine is at least a threshold.
///
/// Up to ``exactRows`` different rows each is compared with each, in blocks by matrix products: O(N²·D) time. With
/// more, k-means assigns rows to cells, and each row is compared with the rows before it in the cells nearest to it (an
/// inverted file with several probes). The number of probes is twice what a sample needs that is compared with all
/// rows; another sample measures the recall. Rows of the same values are found by their hash in either case. Memory
/// beside the rows is O(N).
package struct DuplicateSearch: Sendable {
  /// The cosine from which two rows are near-duplicates.
  package var threshold: Double
  /// Different rows up to which all are compared.
  package var exactRows = 100_000
  /// The seed of cells and samples.
  package var seed: UInt64

  package init(threshold: Double = 0.95, seed: UInt64 = 42) {
    self.threshold = threshold
    self.seed = seed
  }

  /// - Parameters:
  ///   - rows: [N, D]
  ///   - progress: Called with the part of the comparisons that is done.
  /// - Throws: `option` for a threshold that is not above 0 and at most 1.
  package func run(
    _ rows: UnitRows, compute: Compute, progress: (Double) -> Void = { _ in }
  ) throws(VectorRowsError) -> DuplicateRows {
    guard threshold > 0, threshold <= 1 else { throw .option(name: "the threshold", rule: "above 0 and at most 1") }
    let twins = Twins(rows)
    let cells: DuplicateCells
    if twins.different.count <= exactRows {
      cells = .all(twins.different.count)
    } else {
      cells = try DuplicateCells(rows, twins.different, threshold: threshold, seed: seed, compute: compute)
    }
    var scan = DuplicateScan(rows, twins.different, threshold: threshold, compute: compute)
    scan.run(cells, progress: progress)
    return result(rows.count, twins, scan, cells.method)
  }

  private func result(
    _ count: Int, _ twins: Twins, _ scan: DuplicateScan, _ method: DuplicateRows.Method
  ) -> DuplicateRows {
    var duplicateOf = [Int?](repeating: nil, count: count), similarities = [Float?](repeating: nil, count: count)
    var groups = RowGroups(count: count), scan = scan
    for (place, row) in twins.different.enumerated() {
      if let best = scan.best[place] {
        duplicateOf[row] = twins.different[best.row]
        similarities[row] = best.score
      }
      groups.join(row, twins.different[scan.groups.first(of: place)])
    }
    for row in 0..<count {
      guard let first = twins.first[row], first != row else { continue }
      // A row of the same values as an earlier one is a duplicate of the same row as that one, or of that one if it is
      // kept.
      duplicateOf[row] = duplicateOf[first] ?? first
      similarities[row] = similarities[first] ?? 1
      groups.join(row, first)
    }
    return DuplicateRows(
      duplicateOf: duplicateOf, similarities: similarities, groups: Self.numbers(&groups, count), method: method)
  }

  /// Numbers for the groups of two rows or more.
  private static func numbers(_ groups: inout RowGroups, _ count: Int) -> [Int?] {
    let firsts = (0..<count).map { groups.first(of: $0) }
    var sizes = [Int32](repeating: 0, count: count)
    for first in firsts { sizes[first] += 1 }
    var numbers = [Int?](repeating: nil, count: count), next = 0
    for (row, first) in firsts.enumerated() where sizes[first] > 1 {
      if first == row {
        numbers[row] = next
        next += 1
      } else {
        numbers[row] = numbers[first]
      }
    }
    return numbers
  }
}
