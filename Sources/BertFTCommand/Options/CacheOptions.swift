import ArgumentParser
import BertFT
import Foundation

/// Whether a command caches the vectors of texts, and how many bytes they may take.
struct CacheOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Bytes of text vectors to keep between runs, such as 500MB or 10GB; 0 keeps none. (default: 2GB)",
      valueName: "bytes"))
  var featureCache: String?

  func validate() throws {
    guard let featureCache, featureCache != "0", ByteCount(argument: featureCache) == nil else { return }
    throw ValidationError("--feature-cache is a number of bytes such as 500MB, or 0, not \(featureCache)")
  }

  /// The cache beside the models and corpora; nil for `--feature-cache 0`.
  func cache(_ hub: HubOptions) -> FeatureCache? {
    guard featureCache != "0" else { return nil }
    return FeatureCache(
      directory: hub.hub().configuration.cacheDirectory.appendingPathComponent("features", isDirectory: true),
      limit: featureCache.flatMap(ByteCount.init)?.bytes ?? FeatureCache.usualLimit,
      program: "bertft \(Version.current)")
  }
}
