import BertHub
public import Foundation

/// The real encoder and the real corpora that agreement tests run on, fetched by hash through `BertHub` and kept in its
/// cache (`BERTFT_CACHE`).
///
/// If they can neither be found nor fetched, tests marked `.enabled(if: RealData.isAvailable)` do not run, and one line
/// on standard error says what was missing; if `CI` is `true`, a test of `BertHubTests` fails instead.
public enum RealData {
  /// Whether the model and all corpora are in the cache. The first use may fetch them and block for minutes.
  public static let isAvailable: Bool = fetched

  /// The directory of all-MiniLM-L6-v2.
  public static func modelDirectory() async throws -> URL {
    try await Hub().model(ModelCatalogue.entries[0].name)
  }

  /// Whether another encoder of the catalogue is in the cache. It is not fetched: `Scripts/test.sh` fetches the small
  /// ones, `bertft models pull` any.
  public static func hasModel(_ name: String) -> Bool { Hub().cachedModel(name) != nil }

  /// The other encoders that tests in CI have: one is converted from an ONNX graph, one from 4-bit weights.
  public static let smallModels = ["paraphrase-MiniLM-L3-v2", "multilingual-e5-small-enpt"]

  /// A prepared corpus: `amazon-reviews`, `movie-reviews`, `reviews`, `tweets`, `news`, `sms-spam`,
  /// `wikitext-2`.
  public static func corpus(_ name: String) async throws -> URL {
    try await Hub().corpus(name)
  }

  private static var fetched: Bool {
    let hub = Hub()
    let corpora = CorpusCatalogue.entries.map(\.name)
    if hub.cachedModel(ModelCatalogue.entries[0].name) != nil, corpora.allSatisfy({ hub.cachedCorpus($0) != nil }) {
      return true
    }
    let outcome = Outcome()
    // The caller may block one of the few shared threads of tasks, so the work has threads of its own.
    Task.detached(executorPreference: QueueExecutor()) {
      do throws(HubError) {
        _ = try await hub.model(ModelCatalogue.entries[0].name)
        for name in corpora { _ = try await hub.corpus(name) }
        outcome.finish(nil)
      } catch {
        outcome.finish("\(error)")
      }
    }
    guard let failure = outcome.wait() else { return true }
    let line = failure.split(separator: "\n").joined(separator: " | ")
    FileHandle.standardError.write(Data("tests on real data do not run: \(line)\n".utf8))
    return false
  }
}
