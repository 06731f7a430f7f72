package import BertFeatures

extension BundleRecord {
  /// How the nearest labelled texts of a bundle vote.
  public struct NeighbourRecord: Sendable, Codable {
    /// How many nearest texts vote.
    public var count: Int
    /// The weight of each vote.
    package var weighting: NeighbourClassifier.Weighting
    /// SHA-256 of `neighbours.safetensors`, which holds the texts' vectors and labels.
    public var sha256: String

    /// A record from its parts.
    package init(count: Int, weighting: NeighbourClassifier.Weighting, sha256: String) {
      self.count = count
      self.weighting = weighting
      self.sha256 = sha256
    }
  }
}
