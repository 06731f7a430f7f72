import Foundation

/// DeBERTa's relative positions: the terms that queries and keys add to the scores by distance (He et al., arXiv
/// 2006.03654, section 3; far distances share an embedding since version 2).
public struct DisentangledPositions: Sendable, Equatable {
  /// Whether each position has an embedding that is added to the word embedding.
  public var addsPositions: Bool
  /// The embeddings of distances; nil where attention does not depend on distances.
  public var distances: Distances?
  /// How many of the two distance terms the file names. The scale of the scores counts them even where attention does
  /// not depend on distances.
  public var termCount: Int

  /// The embeddings of distances and the terms that attention computes from them.
  public struct Distances: Sendable, Equatable {
    /// The number of buckets in each direction, small distances having one each; nil where each distance up to
    /// ``farthest`` has its own.
    public var buckets: Int?
    /// The distance from which on all share an embedding.
    public var farthest: Int
    /// Whether LayerNorm is applied to the embeddings.
    public var isNormalized: Bool
    /// Whether the projections of queries and keys also project the embeddings of distances.
    public var sharesProjections: Bool
    /// Whether scores have the term of a query's content and a distance's key ("c2p").
    public var meetsQueries: Bool
    /// Whether scores have the term of a key's content and a distance's query ("p2c").
    public var meetsKeys: Bool

    /// S: the embeddings have 2·S rows.
    public var span: Int { buckets ?? farthest }

    /// The row of the embeddings for the distance query − key, as `build_relative_position` of transformers computes it.
    package func row(distance: Int) -> Int { max(0, min(2 * span - 1, bucket(distance) + span)) }

    private func bucket(_ distance: Int) -> Int {
      guard let buckets else { return distance }
      let middle = buckets / 2, length = abs(distance)
      guard length > middle else { return distance }
      // In single precision as in transformers: a distance at the border of two buckets must get the same one.
      let share =
        logf(Float(length) / Float(middle)) / logf(Float(Double(farthest - 1) / Double(middle))) * Float(middle - 1)
      return distance.signum() * (Int(share.rounded(.up)) + middle)
    }
  }
}

extension EncoderConfiguration {
  /// The embeddings of distances; nil where attention has no term of them.
  var distances: DisentangledPositions.Distances? {
    guard let distances = disentangled?.distances, distances.meetsQueries || distances.meetsKeys else { return nil }
    return distances
  }
}
