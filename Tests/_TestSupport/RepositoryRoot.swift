public import Foundation

/// Where the checkout lies that these tests were built from.
public enum RepositoryRoot {
  /// The folder that holds `Package.swift`.
  public static let url: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
