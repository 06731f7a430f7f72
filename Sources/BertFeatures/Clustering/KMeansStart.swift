package import BertKernels
import Foundation

/// The first centres of k-means: k-means++ with several candidates for each centre. The candidate that lowers the sum
/// of squared distances most is taken (Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding", 2007),
/// as scikit-learn's `kmeans_plusplus` does it.
package struct KMeansStart {
  /// Candidates for each centre.
  static func tries(clusters: Int) -> Int { 2 + Int(log(Double(max(1, clusters)))) }

  /// Chooses rows to begin with.
  ///
  /// - Parameters:
  ///   - rows: [N, D]
  ///   - count: Centres wanted, at least 1.
  ///   - draw: A number in 0..<1; one is drawn for the first centre, and ``tries(clusters:)`` for each other.
  /// - Returns: the indices of the rows; one may occur twice where rows are equal.
  package static func rows(
    of rows: Matrix, count: Int, compute: Compute, draw: () -> Double
  ) -> [Int] {
    choose(SquaredDistances(rows, compute: compute), count: count, draw: draw)
  }

  static func choose(_ distances: SquaredDistances, count: Int, draw: () -> Double) -> [Int] {
    let rows = distances.rows.rows, tries = tries(clusters: count)
    guard rows > 0, count > 0 else { return [] }
    func place(_ value: Double) -> Int { min(rows - 1, max(0, Int(value * Double(rows)))) }
    var chosen = [place(draw())]
    var closest = [Double](repeating: .infinity, count: rows)
    lower(&closest, distances, to: chosen)
    while chosen.count < count {
      var sums = closest
      for row in 1..<rows { sums[row] += sums[row - 1] }
      let total = sums[rows - 1]
      let candidates = (0..<tries).map { _ in firstPlace(in: sums, reaching: draw() * total) }
      let best = lower(&closest, distances, to: candidates)
      chosen.append(candidates[best])
    }
    return chosen
  }

  /// Lowers the squared distance of each row to the nearest centre by the best of some candidates.
  ///
  /// - Returns: the place of that candidate.
  @discardableResult private static func lower(
    _ closest: inout [Double], _ distances: SquaredDistances, to candidates: [Int]
  ) -> Int {
    let matrix = distances.rows, count = candidates.count
    var points: [Double] = []
    for row in candidates { for column in 0..<matrix.columns { points.append(Double(matrix.row(row)[column])) } }
    var lowered = [Double](repeating: 0, count: matrix.rows * count)
    lowered.withUnsafeMutableBufferPointer { lowered in
      closest.withUnsafeBufferPointer { closest in
        distances.forEachRow(points) { row, products, norms in
          for candidate in 0..<count {
            let squared = distances.squared(row, product: products[candidate], pointNorm: norms[candidate]) {
              points[candidate * matrix.columns + $0]
            }
            lowered[row * count + candidate] = min(closest[row], squared)
          }
        }
      }
    }
    var sums = [Double](repeating: 0, count: count)
    for row in 0..<matrix.rows {
      for candidate in 0..<count { sums[candidate] += lowered[row * count + candidate] }
    }
    let best = sums.indices.min { sums[$0] < sums[$1] } ?? 0
    for row in 0..<matrix.rows { closest[row] = lowered[row * count + best] }
    return best
  }

  /// The first place whose running sum is not below a value.
  private static func firstPlace(in sums: [Double], reaching value: Double) -> Int {
    var low = 0, high = sums.count
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] < value { low = middle + 1 } else { high = middle }
    }
    return min(low, sums.count - 1)
  }
}
