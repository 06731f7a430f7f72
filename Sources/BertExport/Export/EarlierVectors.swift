import BertCheckpoint
public import Foundation

/// Vectors that lie where others are to go.
enum EarlierVectors {
  /// What is recorded with the vectors of a file, whatever their form; nil where nothing is.
  static func description(of url: URL) -> VectorDescription? {
    if let beside = try? VectorFile.beside(url) { return beside }
    if let file = try? SafetensorsFile(contentsOf: url) {
      return file.metadata[SafetensorsFormat.metadataKey].flatMap {
        try? JSONDecoder().decode(VectorDescription.self, from: Data($0.utf8))
      }
    }
    return SQLiteSink.description(of: url)
  }
}

extension ExportOptions {
  /// Refuses to replace unasked what does not tell that it was made of the same data with the same encoder.
  ///
  /// - Parameters:
  ///   - url: Where the vectors go.
  ///   - source: The data, as messages name it.
  /// - Throws: `holdsOther`.
  public func requireOwnPlace(_ url: URL, source: String) throws(ExportError) {
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    func refuse(_ what: String) throws(ExportError) { throw .holdsOther(path: url.relativePath, what: what) }
    guard let found = EarlierVectors.description(of: url) else {
      return try refuse("it is there, and nothing tells what it was made of")
    }
    if found.model != model { return try refuse("it holds vectors of the encoder \(found.model)") }
    // Files of before this was written down do not tell.
    if let earlier = found.source, earlier != source { try refuse("it holds vectors of \(earlier)") }
  }
}
