import BertKernels
import BertText

/// DeBERTa's embeddings of distances, shared by all layers, with or without LayerNorm.
///
/// Legend as everywhere; `S` distinct distances in each direction, `W` of the 2·S embeddings that a batch uses. Rows
/// are in the order of the distance key − query, which is the reverse of the checkpoint's.
final class DistanceTable {
  /// `[2·S, H]`, as in the checkpoint.
  let table: ParameterBlock
  let norm: Normalization?
  private let distances: DisentangledPositions.Distances
  private let heads: Int

  init?(_ configuration: EncoderConfiguration) {
    let names = ParameterNames(configuration)
    guard let specification = names.distanceTable, let distances = configuration.disentangled?.distances else {
      return nil
    }
    table = ParameterBlock([specification], layers: configuration.layerCount)
    norm = names.distanceNorm.map { Normalization($0, configuration) }
    self.distances = distances
    heads = configuration.headCount
  }

  var blocks: [ParameterBlock] { [table] + (norm?.blocks ?? []) }

  /// The part of the table that one pass over a batch uses.
  struct Pass {
    /// The first row that the batch uses.
    let firstRow: Int
    /// The embeddings that the layers use, `[W, H]`.
    let rows: Matrix
    /// The input of LayerNorm, `[W, H]`, and its statistics, `[W, 2]`, where there is a LayerNorm and backward follows.
    let normalized: (input: Matrix, statistics: Matrix)?
    /// The gradient of `rows`, to which the layers add; nil where neither table nor LayerNorm is trained.
    let gradient: Matrix?
    /// Groups of sequences that are computed together.
    let groups: [Group]
  }

  /// Sequences whose tables are computed together.
  struct Group {
    /// The first token of each sequence, then the end.
    let boundaries: [Int]
    let columns: DistanceColumns
    /// The rows of ``Pass/rows`` that are the columns of their tables.
    let rows: Range<Int>

    var tokens: Range<Int> { boundaries[0]..<boundaries[boundaries.count - 1] }
  }

  /// All rows, `[2·S, H]`, in newly allocated memory.
  func allRows(_ compute: Compute) -> Matrix {
    let rows = Matrix(rows: table.value.rows, columns: table.value.columns)
    copyRows(from: 0, into: rows)
    if let norm { compute.layerNorm(norm.kernel, rows, into: rows) }
    return rows
  }

  /// The part of the table that a pass over the batch uses, in the arena.
  ///
  /// - Parameter gathers: Whether backward follows.
  func pass(_ batch: TokenBatch, gathers: Bool, _ compute: Compute) -> Pass {
    let arena = compute.arena, hidden = table.value.columns
    let range = rows(longest: batch.longest), isTrained = table.isTrained || norm?.isTrained == true
    let input = arena.matrix(rows: range.count, columns: hidden)
    copyRows(from: range.lowerBound, into: input)
    var rows = input, normalized: (input: Matrix, statistics: Matrix)?
    if let norm {
      rows = arena.matrix(rows: range.count, columns: hidden)
      let statistics = gathers ? arena.matrix(rows: range.count, columns: 2) : nil
      compute.layerNorm(norm.kernel, input, into: rows, statistics: statistics)
      normalized = statistics.map { (input, $0) }
    }
    let gradient = gathers && isTrained ? arena.matrix(rows: range.count, columns: hidden) : nil
    gradient?.fill(0)
    return Pass(
      firstRow: range.lowerBound, rows: rows, normalized: normalized, gradient: gradient,
      groups: groups(batch.boundaries, firstRow: range.lowerBound))
  }

  /// Adds the layers' gradient to the gradients of table and LayerNorm; overwrites it.
  func accumulate(_ pass: Pass, _ compute: Compute) {
    guard let gradient = pass.gradient else { return }
    if let norm, let normalized = pass.normalized {
      norm.backward(x: normalized.input, statistics: normalized.statistics, gradient: gradient, compute)
    }
    guard let total = table.gradient else { return }
    for row in 0..<gradient.rows {
      let target = total.rows - 1 - pass.firstRow - row
      compute.add(gradient.rows(row..<row + 1), to: total.rows(target..<target + 1))
    }
  }

  private func copyRows(from first: Int, into rows: Matrix) {
    for row in 0..<rows.rows {
      let source = table.value.rows - 1 - first - row
      rows.rows(row..<row + 1).copy(from: table.value.rows(source..<source + 1))
    }
  }

  /// The row of a distance key − query.
  private func row(_ distance: Int) -> Int { 2 * distances.span - 1 - distances.row(distance: -distance) }

  /// The rows that sequences of up to `longest` tokens use.
  private func rows(longest: Int) -> Range<Int> { row(1 - longest)..<row(longest - 1) + 1 }

  private func groups(_ boundaries: [Int], firstRow: Int) -> [Group] {
    var groups: [Group] = []
    for range in Self.groups(boundaries, heads: heads, columns: { rows(longest: $0).count }) {
      let own = Array(boundaries[range.lowerBound...range.upperBound])
      let longest = zip(own, own.dropFirst()).map { $1 - $0 }.max() ?? 1
      let rows = rows(longest: longest)
      let indices = (1 - longest..<longest).map { Int32(row($0) - rows.lowerBound) }
      groups.append(
        Group(
          boundaries: own, columns: DistanceColumns(indices),
          rows: rows.lowerBound - firstRow..<rows.upperBound - firstRow))
    }
    return groups
  }

  /// Groups of consecutive sequences, each as large as possible with at most ``mostNumbers`` values in a table, but of
  /// at least one sequence. The groups depend on the lengths alone.
  static func groups(_ boundaries: [Int], heads: Int, columns: (_ longest: Int) -> Int) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var first = 0, longest = 0
    for sequence in 0..<boundaries.count - 1 {
      let longer = max(longest, boundaries[sequence + 1] - boundaries[sequence])
      let tokens = boundaries[sequence + 1] - boundaries[first]
      if sequence > first, tokens * heads * columns(longer) > mostNumbers {
        groups.append(first..<sequence)
        first = sequence
        longest = boundaries[sequence + 1] - boundaries[sequence]
      } else {
        longest = longer
      }
    }
    groups.append(first..<boundaries.count - 1)
    return groups
  }

  /// 8 MiB: two tables, and in backward their gradients, stay in the caches.
  static let mostNumbers = 1 << 21
}

extension EncoderConfiguration {
  /// The floats that attention needs for its distance tables and their gradients, where the longest text has `longest`
  /// tokens.
  package func distanceTableFloats(longest: Int) -> Int {
    guard let distances else { return 0 }
    let terms = (distances.meetsQueries ? 1 : 0) + (distances.meetsKeys ? 1 : 0)
    let columns = min(2 * longest, 2 * distances.span) + 32
    return 2 * terms * max(DistanceTable.mostNumbers, longest * headCount * columns)
  }
}
