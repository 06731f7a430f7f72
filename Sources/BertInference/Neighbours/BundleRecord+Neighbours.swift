package import BertFeatures

extension BundleRecord {
  /// How the labelled texts of a bundle vote.
  public struct NeighbourRecord: Sendable, Codable {
    /// How many texts are asked.
    public var count: Int
    /// How much each counts.
    package var weighting: NeighbourClassifier.Weighting
    /// SHA-256 of `neighbours.safetensors`, which holds the texts' vectors and labels.
    public var sha256: String

    /// A record of its parts.
    package init(count: Int, weighting: NeighbourClassifier.Weighting, sha256: String) {
      self.count = count
      self.weighting = weighting
      self.sha256 = sha256
    }
  }
}
