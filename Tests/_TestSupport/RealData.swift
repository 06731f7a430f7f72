public import Foundation

/// The real encoder and the real corpora that agreement tests run on.
public enum RealData {
  /// Whether this machine has them (interim: a folder named by `BERTFT_TEST_DATA`).
  public static var isAvailable: Bool { root != nil }

  private static var root: URL? {
    ProcessInfo.processInfo.environment["BERTFT_TEST_DATA"].map { URL(fileURLWithPath: $0) }
  }

  /// The directory of all-MiniLM-L6-v2.
  public static func modelDirectory() async throws -> URL {
    guard let root else { throw CocoaError(.fileNoSuchFile) }
    return root.appendingPathComponent("model")
  }

  /// A prepared corpus: `amazon-reviews`, `movie-reviews`, `reviews`, `tweets`, `news`, `sms-spam`.
  public static func corpus(_ name: String) async throws -> URL {
    guard let root else { throw CocoaError(.fileNoSuchFile) }
    return root.appendingPathComponent("corpora/\(name).csv")
  }
}
