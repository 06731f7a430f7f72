import Foundation
import _TestSupport

/// Small files as gensim and fastText write them, and the vectors that these give (`Scripts/golden/word_vectors.py`).
struct ReferenceVectors: Decodable {
  struct Case: Decodable {
    let file: Data
    let words: [String]
    let unseen: [String]
    let vectors: [String: [Float]]
  }

  let cases: [String: Case]
  let quantized: Data

  static func load() throws -> ReferenceVectors {
    try Golden.load(ReferenceVectors.self, "word_vectors.json", target: "BertBaselinesTests")
  }

  static func file(_ name: String) throws -> [UInt8] { try Array(load().cases[name]?.file ?? Data()) }
}
