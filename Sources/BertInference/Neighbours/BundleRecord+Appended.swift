extension BundleRecord {
  /// What a bundle appends to a text before the classifier sees it.
  public struct AppendedRecord: Sendable, Codable {
    /// Which parts of the nearest labelled text are appended.
    public var form: NearestForm
    /// SHA-256 of `nearest.safetensors`, which holds the labelled texts.
    public var sha256: String

    /// A record from its parts.
    package init(form: NearestForm, sha256: String) {
      self.form = form
      self.sha256 = sha256
    }
  }
}
