import Foundation

/// The classes of distances that share a bias: near ones each by itself, far ones together, those behind apart from those
/// before (Raffel et al., arXiv 1910.10683, section 2.1).
enum RelativeBuckets {
  /// MPNet's code has this many, whatever its configuration says.
  static let count = 32
  /// From here on all distances share the last bucket.
  private static let farthest = 128

  /// The bucket of the distance key − query, as `MPNetEncoder.relative_position_bucket` computes it.
  static func bucket(distance: Int) -> Int {
    let half = count / 2, exact = half / 2
    let base = distance > 0 ? half : 0, n = abs(distance)
    guard n >= exact else { return base + n }
    // In single precision like there: a distance at the border of two buckets must fall on the same side.
    let share = logf(Float(n) / Float(exact)) / Float(log(Double(farthest) / Double(exact))) * Float(half - exact)
    return base + min(half - 1, exact + Int(share))
  }
}
