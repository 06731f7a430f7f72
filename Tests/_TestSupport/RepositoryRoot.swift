public import Foundation

/// The checkout that these tests were built from.
public enum RepositoryRoot {
  /// The directory with `Package.swift`.
  public static let url: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
