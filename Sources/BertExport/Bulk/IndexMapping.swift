import BertStorage
import Foundation

/// The mapping that an index is created with for the documents of a bulk file: its fields for the text and the vector.
/// The engine derives the fields of the other columns.
enum IndexMapping: CaseIterable {
  /// `dense_vector`.
  case elasticsearch
  /// `knn_vector`.
  case openSearch

  /// The name of the mapping's file in a directory of bulk files, or what follows the name of a single file.
  private var name: String {
    switch self {
    case .elasticsearch: "mapping.json"
    case .openSearch: "mapping-opensearch.json"
    }
  }

  /// The place beside a file of vectors.
  func place(of target: URL) -> URL { URL(fileURLWithPath: "\(target.path).\(name)") }

  /// The body of the request that creates the index. Vectors of length 1 are compared by their dot product, others by
  /// their cosine.
  ///
  /// Sources: Elasticsearch's page on `dense_vector`; OpenSearch's pages on `knn_vector` and on its methods, where
  /// faiss has the inner product in all versions, and Lucene the cosine.
  func json(_ description: VectorDescription) -> JSONValue {
    let text: JSONValue = ["type": "text"], dimensions = JSONValue.integer(description.dimensions)
    switch self {
    case .elasticsearch:
      let vector: JSONValue = [
        "type": "dense_vector", "dims": dimensions, "index": true,
        "similarity": description.normalized ? "dot_product" : "cosine",
      ]
      return ["mappings": ["properties": ["text": text, "embedding": vector]]]
    case .openSearch:
      let method: JSONValue = [
        "name": "hnsw", "engine": description.normalized ? "faiss" : "lucene",
        "space_type": description.normalized ? "innerproduct" : "cosinesimil",
      ]
      let vector: JSONValue = ["type": "knn_vector", "dimension": dimensions, "method": method]
      return [
        "settings": ["index": ["knn": true]], "mappings": ["properties": ["text": text, "embedding": vector]],
      ]
    }
  }

  /// Writes both mappings beside a file of vectors, or into a directory of such files.
  ///
  /// - Throws: `output`.
  static func write(_ description: VectorDescription, for target: URL, isDirectory: Bool) throws(ExportError) {
    for mapping in allCases {
      let place = isDirectory ? target.appendingPathComponent(mapping.name) : mapping.place(of: target)
      do {
        try AtomicFile.write(Data((mapping.json(description).line + "\n").utf8), to: place)
      } catch {
        throw .output(error)
      }
    }
  }
}
