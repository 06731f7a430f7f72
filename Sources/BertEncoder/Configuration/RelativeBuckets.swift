import Foundation

/// Buckets of relative positions that share a bias: one for each small distance, logarithmic ones for larger distances,
/// and separate ones for the two directions (Raffel et al., arXiv 1910.10683, section 2.1).
enum RelativeBuckets {
  /// The number of buckets, fixed in MPNet's code whatever its configuration says.
  static let count = 32
  /// From this distance on all share the last bucket.
  private static let farthest = 128

  /// The bucket of the distance key − query, as `MPNetEncoder.relative_position_bucket` computes it.
  static func bucket(distance: Int) -> Int {
    let half = count / 2, exact = half / 2
    let base = distance > 0 ? half : 0, n = abs(distance)
    guard n >= exact else { return base + n }
    // In single precision as in transformers: a distance at the border of two buckets must get the same one.
    let share = logf(Float(n) / Float(exact)) / Float(log(Double(farthest) / Double(exact))) * Float(half - exact)
    return base + min(half - 1, exact + Int(share))
  }
}
