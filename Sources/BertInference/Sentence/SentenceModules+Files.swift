import Foundation

extension SentenceModules {
  /// The contents of a file; nil where there is none.
  static func read(_ file: URL) throws(InferenceError) -> Data? {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    do {
      return try Data(contentsOf: file)
    } catch {
      throw .unreadable(path: file.path, reason: error.localizedDescription)
    }
  }

  /// Reads a JSON file; nil where there is none.
  static func decode<Value: Decodable>(_ type: Value.Type, _ file: URL) throws(InferenceError) -> Value? {
    guard let data = try read(file) else { return nil }
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw .fileMalformed(path: file.path, reason: "it is not JSON of the form that sentence-transformers writes")
    }
  }
}
