import Foundation

/// How DeBERTa sees where tokens stand: by what queries and keys make of the distance between them, if at all (He et al.,
/// arXiv 2006.03654, section 3; far distances share an embedding since version 2).
public struct DisentangledPositions: Sendable, Equatable {
  /// Whether each position has an embedding that is added to the word's.
  public var addsPositions: Bool
  /// Whether attention sees distances; nil where it does not.
  public var distances: Distances?
  /// How many of the two terms of distance the file names, which the scores' scale counts whether attention sees distances or
  /// not.
  public var termCount: Int

  /// The embeddings of distances and what attention makes of them.
  public struct Distances: Sendable, Equatable {
    /// Classes of distances in each direction, near ones one each; nil where each distance up to ``farthest`` has its own.
    public var buckets: Int?
    /// The distance from which on all are alike.
    public var farthest: Int
    /// Whether LayerNorm stands behind the embeddings.
    public var isNormalized: Bool
    /// Whether the matrices of queries and keys make those of distances too.
    public var sharesProjections: Bool
    /// Whether the query's content meets the distance's key ("c2p").
    public var meetsQueries: Bool
    /// Whether the key's content meets the distance's query ("p2c").
    public var meetsKeys: Bool

    /// S: the rows of the embeddings are 2·S.
    public var span: Int { buckets ?? farthest }

    /// The row of the embeddings for the distance query − key, as `build_relative_position` of transformers computes it.
    package func row(distance: Int) -> Int { max(0, min(2 * span - 1, bucket(distance) + span)) }

    private func bucket(_ distance: Int) -> Int {
      guard let buckets else { return distance }
      let middle = buckets / 2, length = abs(distance)
      guard length > middle else { return distance }
      // In single precision like there: a distance at the border of two buckets must fall on the same side.
      let share =
        logf(Float(length) / Float(middle)) / logf(Float(Double(farthest - 1) / Double(middle))) * Float(middle - 1)
      return distance.signum() * (Int(share.rounded(.up)) + middle)
    }
  }
}

extension EncoderConfiguration {
  /// The embeddings of distances, where attention has terms of them.
  var distances: DisentangledPositions.Distances? {
    guard let distances = disentangled?.distances, distances.meetsQueries || distances.meetsKeys else { return nil }
    return distances
  }
}
