public import Foundation

/// Figures made by a reference implementation and committed beside the tests that read them.
///
/// A golden file is in `Tests/<target>/Golden`; the script that makes it is in `Scripts/golden` and is named in
/// the test that reads it.
public enum Golden {
  /// The path of a golden file of a test target.
  public static func url(_ name: String, target: String) -> URL {
    RepositoryRoot.url.appendingPathComponent("Tests/\(target)/Golden/\(name)")
  }

  /// Decodes a golden JSON file.
  public static func load<Value: Decodable>(_ type: Value.Type, _ name: String, target: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: url(name, target: target)))
  }
}
