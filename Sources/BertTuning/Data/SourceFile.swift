/// One of several places that the labelled rows of a run come from.
public struct SourceFile: Sendable, Equatable {
  /// The name of the file.
  public let name: String
  /// Its SHA-256; nil where it is not known.
  public let fileSHA256: String?

  /// - Parameters:
  ///   - name: The name of the file.
  ///   - fileSHA256: Its SHA-256; nil where it is not known.
  public init(name: String, fileSHA256: String? = nil) {
    self.name = name
    self.fileSHA256 = fileSHA256
  }
}
