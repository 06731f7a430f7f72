import BertStorage
public import Foundation

extension Hub {
  /// The directory of word vectors in the cache: the catalogue's files, and converted copies of those and of other
  /// files.
  public var vectorsDirectory: URL {
    configuration.cacheDirectory.appendingPathComponent("vectors", isDirectory: true)
  }

  /// Word vectors by the catalogue's name, downloaded if they are not in the cache.
  ///
  /// - Parameters:
  ///   - name: The catalogue's name.
  ///   - progress: Is called with the progress of a download.
  /// - Returns: The file, compressed or not as in the catalogue.
  /// - Throws: `unknownName`, `offline`, and errors of the download.
  public func vectors(
    _ name: String, progress: (@Sendable (DownloadProgress) -> Void)? = nil
  ) async throws(HubError) -> URL {
    guard let entry = VectorCatalogue.entry(named: name) else {
      throw HubError(.unknownName(known: VectorCatalogue.entries.map(\.name)), name)
    }
    if let cached = cachedVectors(name) { return cached }
    if configuration.offline { throw HubError(.offline, name) }
    let cache = CacheDirectory(url: directory(of: entry))
    let target = cache.url.appendingPathComponent(entry.file.path)
    let lock = try await DirectoryLock(cache.url)
    defer { withExtendedLifetime(lock) {} }
    if cache.isComplete { return target }
    let fetcher = PackageFetcher(configuration: configuration, operations: operations)
    try await fetcher.withFiles([entry.file], of: entry.package, in: cache.url, progress: progress) {
      (files: [URL]) throws(HubError) in
      for file in files {
        try HubError.onFiles { () throws(FileError) in try FileSystem.rename(file, to: target) }
      }
    }
    try cache.finish([.init(name: entry.file.path, size: entry.file.size, sha256: entry.file.sha256)])
    return target
  }

  /// The file of word vectors in the cache; nil if they must be downloaded.
  public func cachedVectors(_ name: String) -> URL? {
    guard let entry = VectorCatalogue.entry(named: name) else { return nil }
    let directory = directory(of: entry)
    return CacheDirectory(url: directory).isComplete ? directory.appendingPathComponent(entry.file.path) : nil
  }

  /// The file's hash is part of the path, so that versions of the catalogue with other files use other directories.
  private func directory(of entry: VectorEntry) -> URL {
    vectorsDirectory.appendingPathComponent("\(entry.name)-\(entry.sha256.prefix(16))", isDirectory: true)
  }
}
