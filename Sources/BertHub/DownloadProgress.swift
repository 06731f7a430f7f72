/// The progress of a download.
public struct DownloadProgress: Sendable, Equatable {
  /// The source of a download.
  public enum Source: Sendable, Equatable {
    /// The Hugging Face Hub, or a server in its place.
    case hub
    /// A Python package.
    case package
  }

  /// The name of the file or package.
  public let file: String
  /// The number of bytes received, those of earlier attempts included; 0 while a package is downloaded.
  public let receivedBytes: Int
  /// The size in bytes, if the source tells it.
  public let totalBytes: Int?
  /// The source.
  public let source: Source
}
