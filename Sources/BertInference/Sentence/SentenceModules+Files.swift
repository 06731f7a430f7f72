import Foundation

extension SentenceModules {
  /// Reads a JSON file; nil where there is none.
  ///
  /// - Throws: `file`, `fileMalformed`.
  static func decode<Value: Decodable>(_ type: Value.Type, _ file: URL) throws(InferenceError) -> Value? {
    guard let data = try ModelFiles.read(file) else { return nil }
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw .fileMalformed(path: file.path, reason: "it is not JSON of the form that sentence-transformers writes")
    }
  }
}
