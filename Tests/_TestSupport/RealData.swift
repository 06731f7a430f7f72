import BertHub
public import Foundation

/// The real encoder and the real corpora that agreement tests run on.
///
/// `make test` fetches them; a test only looks where they are kept, so that it never waits for a network. Where they
/// are not, tests that need them are disabled, with a line that says so; where `CI=true`, they run and fail.
public enum RealData {
  /// What a disabled test says.
  public static let hint = "needs the real encoder and corpora: run `make test`, or `bertft models pull`"

  /// Whether tests that need them are to run.
  public static let isAvailable: Bool =
    isContinuousIntegration
    || (hub.cachedModel(model) != nil && corpora.allSatisfy { hub.cachedCorpus($0) != nil })

  /// The names of all corpora.
  public static let corpora = CorpusCatalogue.entries.map(\.name)

  /// The directory of all-MiniLM-L6-v2.
  public static func modelDirectory() async throws -> URL {
    guard let directory = hub.cachedModel(model) else { throw Absent(name: model) }
    return directory
  }

  /// A prepared corpus: `amazon-reviews`, `movie-reviews`, `reviews`, `tweets`, `news`, `sms-spam`.
  public static func corpus(_ name: String) async throws -> URL {
    guard let file = hub.cachedCorpus(name) else { throw Absent(name: name) }
    return file
  }

  /// What was to be on this machine and is not.
  public struct Absent: Error, CustomStringConvertible {
    let name: String
    /// What is absent or went wrong, and what to do.
    public var description: String { "\(name): not on this machine; \(RealData.hint)" }
  }

  private static let model = "all-MiniLM-L6-v2"
  private static let hub = Hub(configuration: .fromEnvironment(ProcessInfo.processInfo.environment))
}

/// Whether this is a run in which nothing may be left out.
let isContinuousIntegration = ProcessInfo.processInfo.environment["CI"] == "true"
